import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { gaussianNoise } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { checkSeed, drawnBy, type SeededOptions, type SeededSettings } from './augmentation-options.ts';
import { type CallContext, Layer, type Weights } from './layer.ts';

export interface GaussianNoiseOptions extends SeededOptions {
  /** Standard deviation of what is added. */
  readonly stddev: number;
}

/** Adds normally distributed numbers in training, other ones in each step. https://keras.io/api/layers/regularization_layers/gaussian_noise/ */
export class GaussianNoise extends Layer<SeededSettings & { stddev: number }> {
  constructor(options: GaussianNoiseOptions) {
    super('GaussianNoise', options, { stddev: undefined, seed: null });
    const { stddev } = this.settings;
    checkNumber('GaussianNoise: stddev', stddev);
    if (stddev < 0) {
      throw new ValueError(`GaussianNoise: stddev is ${stddev}; a number of at least 0 is expected.`, { stddev });
    }
    checkSeed('GaussianNoise', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    const { stddev } = this.settings;
    if (!context.training || stddev === 0) return x;
    const { seed, salt } = drawnBy(context, this.settings);
    return gaussianNoise(x, seed, { stddev, salt });
  }
}
