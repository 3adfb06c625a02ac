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

export interface RandomTranslationOptions extends ResamplingOptions {
  /** Share of the height, downwards where positive: 0.3 stands for up and down by up to 30 %. */
  readonly heightFactor: Factor;
  /** Share of the width, to the right where positive. */
  readonly widthFactor: Factor;
}

interface RandomTranslationSettings extends ResamplingSettings {
  heightFactor: Factor;
  widthFactor: Factor;
}

/** Moves images within their frame in training. https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/ */
export class RandomTranslation extends AffineAugmentation<RandomTranslationSettings> {
  readonly #translationHeight: readonly [number, number];
  readonly #translationWidth: readonly [number, number];

  constructor(options: RandomTranslationOptions) {
    super('RandomTranslation', options, { heightFactor: undefined, widthFactor: undefined, ...resamplingDefaults });
    checkResampling('RandomTranslation', this.settings);
    this.#translationHeight = rangeOf('RandomTranslation: heightFactor', this.settings.heightFactor);
    this.#translationWidth = rangeOf('RandomTranslation: widthFactor', this.settings.widthFactor);
  }

  get resampling(): ResamplingSettings {
    return this.settings;
  }

  transforms([batch, height, width]: Shape, context: CallContext): Tensor {
    const { seed, salt } = drawnBy(context, this.settings);
    const translations = { translationHeight: this.#translationHeight, translationWidth: this.#translationWidth };
    return randomTransforms(seed, { batch, salt, height, width, ...translations });
  }
}
