import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { add, clip, mean, multiply, randomFactors, subtract } from '../../ops/index.ts';
import {
  checkSeed,
  checkValueRange,
  drawnBy,
  type Factor,
  type SeededOptions,
  type SeededSettings,
} from './augmentation-options.ts';
import { imageShape } from './image-shape.ts';
import { type CallContext, Layer, type Weights } from './layer.ts';

export interface RandomContrastOptions extends SeededOptions {
  /** From 0 to 1: f stands for contrasts from 1 − f to 1 + f times the image's; two numbers for the two f's. */
  readonly factor: Factor;
  /** Least and greatest value of a pixel, which results are clipped to. Default `[0, 255]`, as in Keras 3. */
  readonly valueRange?: readonly [number, number];
}

interface RandomContrastSettings extends SeededSettings {
  factor: Factor;
  valueRange: readonly [number, number];
}

/**
 * Draws each pixel away from the mean of its image and channel, or towards it, in training: (x − mean) · factor + mean.
 * Images of numbers from 0 to 1 need `valueRange: [0, 1]`.
 * https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/
 */
export class RandomContrast extends Layer<RandomContrastSettings> {
  readonly #low: number;
  readonly #high: number;

  constructor(options: RandomContrastOptions) {
    super('RandomContrast', options, { factor: undefined, valueRange: [0, 255], seed: null });
    const { factor, valueRange } = this.settings;
    const ends = typeof factor === 'number' ? [factor, factor] : factor;
    if (!Array.isArray(ends) || ends.length !== 2 || !ends.every((end) => end >= 0 && end <= 1)) {
      throw new ValueError(
        `RandomContrast: factor is ${JSON.stringify(factor)}; a number from 0 to 1, or two of them, is expected.`,
        { factor },
      );
    }
    checkValueRange('RandomContrast', valueRange);
    checkSeed('RandomContrast', this.settings);
    this.#low = 1 - ends[0];
    this.#high = 1 + ends[1];
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return imageShape('RandomContrast', input);
  }

  call([x]: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    if (!context.training) return x;
    const { seed, salt } = drawnBy(context, this.settings);
    const factors = randomFactors(seed, { batch: x.shape[0], salt, low: this.#low, high: this.#high });
    const center = mean(x, { axis: [1, 2], keepDims: true });
    const [min, max] = this.settings.valueRange;
    return clip(add(multiply(subtract(x, center), factors), center), { min, max });
  }
}
