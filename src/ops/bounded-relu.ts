import type { Tensor } from '../engine/tensor.ts';
import boundedReluWgsl from '../kernels/wgsl/pointwise/bounded-relu.wgsl?raw';
import { LARGEST_F32 } from './largest-f32.ts';
import { definePointwise } from './pointwise.ts';

/** alpha is the negative slope, beta the maximum, gamma the threshold. */
export const boundedReluOp = definePointwise({
  name: 'boundedRelu',
  code: boundedReluWgsl,
  value: (x, alpha, beta, gamma) => (x > gamma ? Math.min(x, beta) : alpha * (x - gamma)),
  slopeOf: 'x',
  slope: (x, alpha, beta, gamma) => (x > gamma ? (x < beta ? 1 : 0) : alpha),
});

export interface BoundedReluAttrs {
  /** The largest result. Default: none. */
  readonly maxValue?: number | null;
  /** Factor on x − threshold where x does not exceed the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Where the function begins to give x itself. Default 0. */
  readonly threshold?: number;
}

/**
 * min(x, maxValue) for x > threshold, negativeSlope · (x − threshold) elsewhere; any shape. `relu`, `relu6` and
 * `leakyRelu` are faster where they do. https://keras.io/api/layers/activation_layers/relu/
 */
export const boundedRelu = (
  x: Tensor,
  { maxValue = null, negativeSlope = 0, threshold = 0 }: BoundedReluAttrs = {},
): Tensor => boundedReluOp({ x }, { alpha: negativeSlope, beta: maxValue ?? LARGEST_F32, gamma: threshold }).y;
