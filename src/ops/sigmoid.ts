import type { Tensor } from '../engine/tensor.ts';
import { logistic } from '../kernels/reference/logistic.ts';
import logisticWgsl from '../kernels/wgsl/lib/logistic.wgsl?raw';
import sigmoidWgsl from '../kernels/wgsl/pointwise/sigmoid.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const sigmoidOp = definePointwise({
  name: 'sigmoid',
  code: sigmoidWgsl,
  lib: [logisticWgsl],
  value: logistic,
  slopeOf: 'y',
  slope: (y) => y * (1 - y),
});

/** 1 / (1 + e^-x), without overflow for any x. Any shape. */
export const sigmoid = (x: Tensor): Tensor => sigmoidOp({ x }, {}).y;
