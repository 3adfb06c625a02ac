import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { dropout } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { type CallContext, Layer, type LayerOptions, type Weights } from './layer.ts';

export interface DropoutOptions extends LayerOptions {
  /** Share of values set to 0 in training, from 0 up to but not including 1. The others are scaled by 1 / (1 − rate). */
  readonly rate: number;
}

/** Sets random values to 0 in training, other ones in each step. N. Srivastava et al., 2014; https://keras.io/api/layers/regularization_layers/dropout/ */
export class Dropout extends Layer<{ rate: number }> {
  constructor(options: DropoutOptions) {
    super('Dropout', options, { rate: undefined });
    const { rate } = this.settings;
    checkNumber('Dropout: rate', rate);
    if (!(rate >= 0 && rate < 1))
      throw new ValueError(`Dropout: rate is ${rate}; a number from 0 to below 1 is expected.`, { rate });
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[], _weights: Weights, { training, seed, salt }: CallContext): Tensor {
    const { rate } = this.settings;
    return training && rate > 0 ? dropout(x, seed, { rate, salt }) : x;
  }
}
