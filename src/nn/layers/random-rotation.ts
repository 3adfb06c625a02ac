import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { randomTransforms } from '../../ops/index.ts';
import { AffineAugmentation } from './affine-augmentation.ts';
import {
  checkResampling,
  drawnBy,
  type Factor,
  type ResamplingOptions,
  type ResamplingSettings,
  rangeOf,
  resamplingDefaults,
} from './augmentation-options.ts';
import type { CallContext } from './layer.ts';

export interface RandomRotationOptions extends ResamplingOptions {
  /** In full turns, counter-clockwise where positive: 0.2 stands for −72° to 72°. */
  readonly factor: Factor;
}

interface RandomRotationSettings extends ResamplingSettings {
  factor: Factor;
}

/** Turns images about their center in training. https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/ */
export class RandomRotation extends AffineAugmentation<RandomRotationSettings> {
  readonly #rotation: readonly [number, number];

  constructor(options: RandomRotationOptions) {
    super('RandomRotation', options, { factor: undefined, ...resamplingDefaults });
    checkResampling('RandomRotation', this.settings);
    this.#rotation = rangeOf('RandomRotation: factor', this.settings.factor);
  }

  get resampling(): ResamplingSettings {
    return this.settings;
  }

  transforms([batch, height, width]: Shape, context: CallContext): Tensor {
    const { seed, salt } = drawnBy(context, this.settings);
    return randomTransforms(seed, { batch, salt, height, width, rotation: this.#rotation });
  }
}
