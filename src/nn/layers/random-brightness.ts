import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { add, clip, randomFactors } from '../../ops/index.ts';
import {
  checkSeed,
  checkValueRange,
  drawnBy,
  type Factor,
  rangeOf,
  type SeededOptions,
  type SeededSettings,
} from './augmentation-options.ts';
import { imageShape } from './image-shape.ts';
import { type CallContext, Layer, type Weights } from './layer.ts';

export interface RandomBrightnessOptions extends SeededOptions {
  /** Share of the range of values: 0.2 stands for darker to brighter by 20 % of it. */
  readonly factor: Factor;
  /** Least and greatest value of a pixel, which results are clipped to. Default `[0, 255]`. */
  readonly valueRange?: readonly [number, number];
}

interface RandomBrightnessSettings extends SeededSettings {
  factor: Factor;
  valueRange: readonly [number, number];
}

/**
 * Adds one random number to all pixels of an image in training. Images of numbers from 0 to 1 need `valueRange: [0, 1]`.
 * https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/
 */
export class RandomBrightness extends Layer<RandomBrightnessSettings> {
  readonly #factor: readonly [number, number];

  constructor(options: RandomBrightnessOptions) {
    super('RandomBrightness', options, { factor: undefined, valueRange: [0, 255], seed: null });
    checkValueRange('RandomBrightness', this.settings.valueRange);
    checkSeed('RandomBrightness', this.settings);
    this.#factor = rangeOf('RandomBrightness: factor', this.settings.factor);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return imageShape('RandomBrightness', input);
  }

  call([x]: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    if (!context.training) return x;
    const { seed, salt } = drawnBy(context, this.settings);
    const [min, max] = this.settings.valueRange;
    const [low, high] = this.#factor.map((share) => share * (max - min));
    return clip(add(x, randomFactors(seed, { batch: x.shape[0], salt, low, high })), { min, max });
  }
}
