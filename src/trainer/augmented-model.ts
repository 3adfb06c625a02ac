import { Input, type Model, RandomRotation, RandomTranslation, RandomZoom, Sequential } from '../index.ts';

/** Layers that change images a little in training: enough for photos, and not so much that a 6 becomes a 9. */
const augmentation = () => [
  new RandomTranslation({ heightFactor: 0.08, widthFactor: 0.08, fillMode: 'nearest' }),
  new RandomRotation({ factor: 0.03, fillMode: 'nearest' }),
  new RandomZoom({ heightFactor: 0.1, fillMode: 'nearest' }),
];

const isAugmentation = ({ className }: { readonly className: string }): boolean => className.startsWith('Random');

/** A model with augmentation before its layers, which it shares. One that branches stays as it is. */
export const augmented = (model: Model): Model =>
  model instanceof Sequential
    ? new Sequential([new Input({ shape: model.inputShape }), ...augmentation(), ...model.layers], { name: model.name })
    : model;

/** A model without its augmentation, which predictions skip and some formats cannot hold. The layers are shared. */
export function withoutAugmentation(model: Model): Model {
  if (!(model instanceof Sequential) || !model.layers.some(isAugmentation)) return model;
  const layers = model.layers.filter((layer) => !isAugmentation(layer));
  return new Sequential([new Input({ shape: model.inputShape }), ...layers], { name: model.name });
}
