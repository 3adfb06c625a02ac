import type { Tensor } from '../../engine/tensor.ts';
import { maximum } from '../../ops/index.ts';
import type { LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** The largest of all inputs, element by element. https://keras.io/api/layers/merging_layers/maximum/ */
export class Maximum extends Merge {
  constructor(options: LayerOptions = {}) {
    super('Maximum', options);
  }

  protected combine(a: Tensor, b: Tensor): Tensor {
    return maximum(a, b);
  }
}
