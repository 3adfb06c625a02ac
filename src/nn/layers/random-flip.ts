import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { randomTransforms } from '../../ops/index.ts';
import { checkChoice } from '../options.ts';
import { AffineAugmentation } from './affine-augmentation.ts';
import { checkSeed, drawnBy, type SeededOptions, type SeededSettings } from './augmentation-options.ts';
import type { CallContext } from './layer.ts';

const MODES = ['horizontal', 'vertical', 'horizontal_and_vertical'] as const;

export interface RandomFlipOptions extends SeededOptions {
  /** Left and right, top and bottom, or each by itself. Default `horizontal_and_vertical`. */
  readonly mode?: (typeof MODES)[number];
}

interface RandomFlipSettings extends SeededSettings {
  mode: (typeof MODES)[number];
}

/** Mirrors every second image, by chance, in training. https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/ */
export class RandomFlip extends AffineAugmentation<RandomFlipSettings> {
  readonly resampling = null;

  constructor(options: RandomFlipOptions = {}) {
    super('RandomFlip', options, { mode: 'horizontal_and_vertical', seed: null });
    checkChoice('RandomFlip: mode', this.settings.mode, MODES);
    checkSeed('RandomFlip', this.settings);
  }

  transforms([batch, height, width]: Shape, context: CallContext): Tensor {
    const { seed, salt } = drawnBy(context, this.settings);
    return randomTransforms(seed, { batch, salt, height, width, flip: this.settings.mode });
  }
}
