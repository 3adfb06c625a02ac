import type { Tensor } from '../../engine/tensor.ts';
import { multiply } from '../../ops/index.ts';
import type { LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** The product of all inputs. https://keras.io/api/layers/merging_layers/multiply/ */
export class Multiply extends Merge {
  constructor(options: LayerOptions = {}) {
    super('Multiply', options);
  }

  protected combine(a: Tensor, b: Tensor): Tensor {
    return multiply(a, b);
  }
}
