import type { Tensor } from '../../engine/tensor.ts';
import { minimum } from '../../ops/index.ts';
import type { LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** The smallest of all inputs, element by element. https://keras.io/api/layers/merging_layers/minimum/ */
export class Minimum extends Merge {
  constructor(options: LayerOptions = {}) {
    super('Minimum', options);
  }

  protected combine(a: Tensor, b: Tensor): Tensor {
    return minimum(a, b);
  }
}
