import type { Tensor } from '../engine/tensor.ts';
import reluWgsl from '../kernels/wgsl/pointwise/relu.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const reluOp = definePointwise({
  name: 'relu',
  code: reluWgsl,
  value: (x) => Math.max(x, 0),
  slopeOf: 'y',
  slope: (y) => (y > 0 ? 1 : 0),
});

/** Rectified linear unit, max(x, 0); the slope at 0 is 0. Any shape. */
export const relu = (x: Tensor): Tensor => reluOp({ x }, {}).y;
