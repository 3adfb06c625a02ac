import type { Tensor } from '../engine/tensor.ts';
import sqrtWgsl from '../kernels/wgsl/pointwise/sqrt.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const sqrtOp = definePointwise({
  name: 'sqrt',
  code: sqrtWgsl,
  value: Math.sqrt,
  slopeOf: 'y',
  slope: (y) => 0.5 / y,
});

/** Square root; NaN below 0, and an infinite slope at 0. Any shape. */
export const sqrt = (x: Tensor): Tensor => sqrtOp({ x }, {}).y;
