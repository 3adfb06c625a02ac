import type { Tensor } from '../engine/tensor.ts';
import expWgsl from '../kernels/wgsl/pointwise/exp.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const expOp = definePointwise({
  name: 'exp',
  code: expWgsl,
  value: Math.exp,
  slopeOf: 'y',
  slope: (y) => y,
});

/** e^x. Any shape. */
export const exp = (x: Tensor): Tensor => expOp({ x }, {}).y;
