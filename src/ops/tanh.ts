import type { Tensor } from '../engine/tensor.ts';
import preciseTanh from '../kernels/wgsl/lib/precise-tanh.wgsl?raw';
import tanhWgsl from '../kernels/wgsl/pointwise/tanh.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const tanhOp = definePointwise({
  name: 'tanh',
  code: tanhWgsl,
  lib: [preciseTanh],
  value: Math.tanh,
  slopeOf: 'y',
  slope: (y) => 1 - y * y,
});

/** Hyperbolic tangent. Any shape. */
export const tanh = (x: Tensor): Tensor => tanhOp({ x }, {}).y;
