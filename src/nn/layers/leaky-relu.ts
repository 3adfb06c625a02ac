import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { leakyRelu } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface LeakyReLUOptions extends LayerOptions {
  /** Factor on numbers below 0. Default 0.3. */
  readonly negativeSlope?: number;
  /** The same by the name that Keras 2 has for it. */
  readonly alpha?: number;
}

/** x above 0, negativeSlope · x below. https://keras.io/api/layers/activation_layers/leaky_relu/ */
export class LeakyReLU extends Layer<{ negativeSlope: number }> {
  constructor({ alpha = 0.3, ...options }: LeakyReLUOptions = {}) {
    super('LeakyReLU', options, { negativeSlope: alpha });
    checkNumber('LeakyReLU: negativeSlope', this.settings.negativeSlope);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[]): Tensor {
    return leakyRelu(x, this.settings);
  }
}
