import { type Shape, showShape, sizeOf } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { clip, concat, divide, fill, sqrt, subtract } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';

export interface NormalizationOptions extends LayerOptions {
  /**
   * Mean of each channel, or one number for all. Default null: mean and variance are weights, which come with a model's
   * file; they start as 0 and 1.
   */
  readonly mean?: number | readonly number[] | null;
  /** Variance of each channel, or one number for all; given together with `mean`. */
  readonly variance?: number | readonly number[] | null;
}

/** Keras's least standard deviation, where one is 0. */
const EPSILON = 1e-7;

/**
 * (x − mean) / √variance for each channel (the last axis), with statistics that training leaves as they are.
 * https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
 */
export class Normalization extends Layer<Required<Omit<NormalizationOptions, keyof LayerOptions>>> {
  constructor(options: NormalizationOptions = {}) {
    super('Normalization', options, { mean: null, variance: null });
    const { mean, variance } = this.settings;
    if ((mean === null) !== (variance === null)) {
      throw new ValueError('Normalization: mean and variance are given together or not at all.', { mean, variance });
    }
    for (const value of [mean ?? 0].flat()) checkNumber('Normalization: mean', value);
    for (const value of [variance ?? 1].flat()) {
      checkNumber('Normalization: variance', value);
      if (value < 0) throw new ValueError(`Normalization: variance is ${value}; a number of at least 0 is expected.`);
    }
  }

  /**
   * A layer with the mean and the biased variance that each channel (the last axis) has in the data, as Keras's `adapt`
   * takes them: `Normalization.adaptedTo({ data, shape: [samples, 4] })`. Throws `ShapeError` where the shape does not
   * fit the data.
   */
  static adaptedTo(
    { data, shape }: { readonly data: ArrayLike<number>; readonly shape: Shape },
    options: LayerOptions = {},
  ): Normalization {
    const channels = shape.at(-1) ?? 0;
    const rows = data.length / channels;
    if (data.length === 0 || sizeOf(shape) !== data.length) {
      throw new ShapeError('Normalization', { shape }, `got ${data.length} numbers for the shape ${showShape(shape)}.`);
    }
    const meanOf = (channel: number, value: (x: number) => number): number => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += value(data[row * channels + channel] as number);
      return sum / rows;
    };
    const mean = Array.from({ length: channels }, (_, channel) => meanOf(channel, (x) => x));
    const variance = mean.map((center, channel) => meanOf(channel, (x) => (x - center) ** 2));
    return new Normalization({ ...options, mean, variance });
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    for (const [name, value] of Object.entries(this.settings)) {
      if (Array.isArray(value) && value.length !== input.at(-1)) {
        throw new ShapeError(
          'Normalization',
          { input, [name]: value },
          `has a ${name} of ${value.length} numbers; inputs are ${showShape(input)}, so ${input.at(-1)} are expected.`,
        );
      }
    }
    return input;
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    if (this.settings.mean !== null) return [];
    const shape = input.slice(-1);
    return [
      { name: 'mean', shape, initializer: 'zeros', trainable: false },
      { name: 'variance', shape, initializer: 'ones', trainable: false },
      // How many samples Keras took the statistics of.
      { name: 'count', shape: [], initializer: 'zeros', trainable: false },
    ];
  }

  call([x]: readonly Tensor[], weights: Weights): Tensor {
    const mean = weights['mean'] ?? constants(x, this.settings.mean);
    const variance = weights['variance'] ?? constants(x, this.settings.variance);
    return divide(subtract(x, mean), clip(sqrt(variance), { min: EPSILON }));
  }
}

/** Numbers as a tensor on the device of x. */
function constants(x: Tensor, values: number | readonly number[] | null): Tensor {
  return concat(
    [values ?? 0].flat().map((value) => fill(x.device, [1], value)),
    0,
  );
}
