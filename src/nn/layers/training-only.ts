import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { type CallContext, Layer, type LayerOptions, type Weights } from './layer.ts';

/** Layers that give what they take outside of training. */
export const TRAINING_ONLY: readonly string[] = [
  'Dropout',
  'GaussianNoise',
  'RandomBrightness',
  'RandomContrast',
  'RandomFlip',
  'RandomRotation',
  'RandomTranslation',
  'RandomZoom',
  'SpatialDropout2D',
];

/**
 * Stands for a layer that does something in training only, such as `Dropout` or `RandomFlip`, where nothing is trained:
 * it gives what it takes, and brings in no random numbers. Its options are not looked at.
 */
export class TrainingOnly extends Layer {
  constructor(className: string, { name, inputShape }: LayerOptions) {
    super(className, { ...(name === undefined ? {} : { name }), ...(inputShape && { inputShape }) }, {});
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  /** Throws `ValueError` where the layer was applied with `training: true`: it does something in predictions, too. */
  call([x]: readonly Tensor[], _weights: Weights, { training }: CallContext): Tensor {
    if (training) throw notInPredictions(this);
    return x;
  }
}

/** The error of a layer that does in predictions, too, what others do in training only. */
export const notInPredictions = ({ className }: Layer): ValueError =>
  new ValueError(
    `${className} was applied with training: true, which a predictor leaves out. Use loadModel of cnn-gpu/browser.`,
    { className },
  );
