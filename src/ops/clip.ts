import type { Tensor } from '../engine/tensor.ts';
import { ValueError } from '../errors.ts';
import clipWgsl from '../kernels/wgsl/pointwise/clip.wgsl?raw';
import { LARGEST_F32 } from './largest-f32.ts';
import { definePointwise } from './pointwise.ts';

/** alpha is the lower bound, beta the upper one. */
export const clipOp = definePointwise({
  name: 'clip',
  code: clipWgsl,
  value: (x, alpha, beta) => Math.min(Math.max(x, alpha), beta),
  slopeOf: 'x',
  slope: (x, alpha, beta) => (x >= alpha && x <= beta ? 1 : 0),
});

/** Between what numbers `clip` keeps its results. */
export interface ClipAttrs {
  /** Default: none. */
  readonly min?: number;
  /** Default: none. */
  readonly max?: number;
}

/**
 * x, but no less than `min` and no more than `max`; the slope is 1 from `min` to `max`, 0 beyond. Any shape. Throws
 * `ValueError` where `min` is not below `max`. https://keras.io/api/ops/core/#clip-function
 */
export function clip(x: Tensor, { min = -LARGEST_F32, max = LARGEST_F32 }: ClipAttrs): Tensor {
  if (!(min < max)) {
    throw new ValueError(`clip: min is ${min} and max is ${max}; min must be below max.`, { min, max });
  }
  return clipOp({ x }, { alpha: min, beta: max }).y;
}
