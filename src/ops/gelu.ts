import type { Tensor } from '../engine/tensor.ts';
import { erf } from '../kernels/reference/erf.ts';
import normalCdfWgsl from '../kernels/wgsl/lib/normal-cdf.wgsl?raw';
import preciseTanh from '../kernels/wgsl/lib/precise-tanh.wgsl?raw';
import geluWgsl from '../kernels/wgsl/pointwise/gelu.wgsl?raw';
import geluTanhWgsl from '../kernels/wgsl/pointwise/gelu-tanh.wgsl?raw';
import { definePointwise } from './pointwise.ts';

const normalCdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;
const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

export const geluOp = definePointwise({
  name: 'gelu',
  code: geluWgsl,
  lib: [normalCdfWgsl],
  value: (x) => x * normalCdf(x),
  slopeOf: 'x',
  slope: (x) => normalCdf(x) + x * normalDensity(x),
});

const C = Math.sqrt(2 / Math.PI);
const inner = (x: number): number => Math.tanh(C * (x + 0.044715 * x ** 3));

export const geluTanhOp = definePointwise({
  name: 'geluTanh',
  code: geluTanhWgsl,
  lib: [preciseTanh],
  value: (x) => (x * (1 + inner(x))) / 2,
  slopeOf: 'x',
  slope: (x) => (1 + inner(x)) / 2 + (x / 2) * (1 - inner(x) ** 2) * C * (1 + 3 * 0.044715 * x ** 2),
});

/**
 * Gaussian error linear unit, x·Φ(x) with the normal distribution Φ; with `approximate` the tanh form
 * x/2·(1 + tanh(√(2/π)·(x + 0.044715x³))). Any shape. Hendrycks and Gimpel, arXiv:1606.08415;
 * https://keras.io/api/layers/activations/#gelu-function.
 */
export const gelu = (x: Tensor, { approximate = false }: { readonly approximate?: boolean } = {}): Tensor =>
  (approximate ? geluTanhOp : geluOp)({ x }, {}).y;
