import type { Tensor } from '../engine/tensor.ts';
import { logistic } from '../kernels/reference/logistic.ts';
import logisticWgsl from '../kernels/wgsl/lib/logistic.wgsl?raw';
import siluWgsl from '../kernels/wgsl/pointwise/silu.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const siluOp = definePointwise({
  name: 'silu',
  code: siluWgsl,
  lib: [logisticWgsl],
  value: (x) => x * logistic(x),
  slopeOf: 'x',
  slope: (x) => logistic(x) * (1 + x * logistic(-x)),
});

/** Sigmoid linear unit (swish), x / (1 + e^-x). Any shape. */
export const silu = (x: Tensor): Tensor => siluOp({ x }, {}).y;
