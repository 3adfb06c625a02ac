import type { Tensor } from '../engine/tensor.ts';

/** `Params` of the kernels that take one row per thread. */
export const rowParams = { rows: 'u32', classes: 'u32' } as const;

/** Everything before the last axis counts as rows; a scalar is one row of one class. */
export function rowsOf({ shape, size }: Tensor) {
  const classes = shape.at(-1) ?? 1;
  return { rows: size / classes, classes };
}
