import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { subtract } from '../../ops/index.ts';
import type { LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** The first of two inputs less the second. https://keras.io/api/layers/merging_layers/subtract/ */
export class Subtract extends Merge {
  constructor(options: LayerOptions = {}) {
    super('Subtract', options);
  }

  override computeOutputShape(inputs: readonly Shape[]): Shape {
    if (inputs.length !== 2) {
      throw new ValueError(`Subtract takes two inputs; it was applied to ${inputs.length}.`, { inputs: inputs.length });
    }
    return super.computeOutputShape(inputs);
  }

  protected combine(a: Tensor, b: Tensor): Tensor {
    return subtract(a, b);
  }
}
