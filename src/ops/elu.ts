import type { Tensor } from '../engine/tensor.ts';
import eluWgsl from '../kernels/wgsl/pointwise/elu.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const eluOp = definePointwise({
  name: 'elu',
  code: eluWgsl,
  value: (x, alpha) => (x <= 0 ? alpha * Math.expm1(x) : x),
  slopeOf: 'x',
  slope: (x, alpha) => (x <= 0 ? alpha * Math.exp(x) : 1),
});

/** Exponential linear unit: x for x > 0, alpha·(e^x − 1) below; `alpha` is 1 by default. Any shape. */
export const elu = (x: Tensor, { alpha = 1 }: { readonly alpha?: number } = {}): Tensor => eluOp({ x }, { alpha }).y;
