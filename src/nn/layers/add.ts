import type { Tensor } from '../../engine/tensor.ts';
import { add } from '../../ops/index.ts';
import type { LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** The sum of all inputs. https://keras.io/api/layers/merging_layers/add/ */
export class Add extends Merge {
  constructor(options: LayerOptions = {}) {
    super('Add', options);
  }

  protected combine(a: Tensor, b: Tensor): Tensor {
    return add(a, b);
  }
}
