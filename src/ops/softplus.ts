import type { Tensor } from '../engine/tensor.ts';
import { logistic } from '../kernels/reference/logistic.ts';
import logisticWgsl from '../kernels/wgsl/lib/logistic.wgsl?raw';
import softplusWgsl from '../kernels/wgsl/pointwise/softplus.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const softplusOp = definePointwise({
  name: 'softplus',
  code: softplusWgsl,
  lib: [logisticWgsl],
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  slopeOf: 'x',
  slope: (x) => logistic(x),
});

/** log(1 + e^x), without overflow for any x. Any shape. */
export const softplus = (x: Tensor): Tensor => softplusOp({ x }, {}).y;
