import type { Tensor } from '../engine/tensor.ts';
import leakyReluWgsl from '../kernels/wgsl/pointwise/leaky-relu.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const leakyReluOp = definePointwise({
  name: 'leakyRelu',
  code: leakyReluWgsl,
  value: (x, alpha) => (x > 0 ? x : alpha * x),
  slopeOf: 'x',
  slope: (x, alpha) => (x > 0 ? 1 : alpha),
});

/**
 * x for x > 0, `negativeSlope`·x below. Any shape. The default of 0.2 is that of Keras's activation function
 * (https://keras.io/api/layers/activations/#leaky_relu-function); Keras's layer of this name has 0.3.
 */
export const leakyRelu = (x: Tensor, { negativeSlope = 0.2 }: { readonly negativeSlope?: number } = {}): Tensor =>
  leakyReluOp({ x }, { alpha: negativeSlope }).y;
