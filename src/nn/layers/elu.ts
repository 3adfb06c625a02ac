import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { elu } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ELUOptions extends LayerOptions {
  /** What it approaches, negative, for numbers far below 0. Default 1. */
  readonly alpha?: number;
}

/** x above 0, alpha · (e^x − 1) below. https://keras.io/api/layers/activation_layers/elu/ */
export class ELU extends Layer<{ alpha: number }> {
  constructor(options: ELUOptions = {}) {
    super('ELU', options, { alpha: 1 });
    checkNumber('ELU: alpha', this.settings.alpha);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[]): Tensor {
    return elu(x, this.settings);
  }
}
