import { listNames, ValueError } from '../../errors.ts';
import type { Layer } from './layer.ts';

/** Layer classes by Keras's names. */
// biome-ignore lint/suspicious/noExplicitAny: each class has options of its own, which it checks
export type LayerClasses = Readonly<Record<string, new (options: any) => Layer>>;

/** Makes a layer by the name of its class. The layer checks its options. Throws `ValueError` for an unknown name. */
export function makeLayerOf(classes: LayerClasses, className: string, options: object): Layer {
  const LayerClass = Object.hasOwn(classes, className) ? classes[className] : undefined;
  if (LayerClass !== undefined) return new LayerClass(options);
  throw new ValueError(`There is no layer "${className}". Choose one of ${listNames(Object.keys(classes).sort())}.`, {
    className,
  });
}
