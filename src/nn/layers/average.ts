import type { Tensor } from '../../engine/tensor.ts';
import { add, rescale } from '../../ops/index.ts';
import type { LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** The mean of all inputs. https://keras.io/api/layers/merging_layers/average/ */
export class Average extends Merge {
  constructor(options: LayerOptions = {}) {
    super('Average', options);
  }

  override call(inputs: readonly Tensor[]): Tensor {
    return rescale(super.call(inputs), { scale: 1 / inputs.length, offset: 0 });
  }

  protected combine(a: Tensor, b: Tensor): Tensor {
    return add(a, b);
  }
}
