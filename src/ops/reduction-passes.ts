import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import type { ReductionGeometry } from '../kernels/reduction.ts';

/** Elements that one thread takes where a reduction is split, and the length up to which it is not. */
const ELEMENTS_PER_THREAD = 64;
const LONGEST_SINGLE_PASS = 256;

/** One pass: (outer, length, inner) becomes (outer, parts, inner), of `size` elements in all. */
export interface ReductionPass {
  readonly length: number;
  readonly parts: number;
  readonly inner: number;
  readonly size: number;
}

/**
 * Splits a long reduction of x to y into passes, each 64 times shorter than the one before, so that there are enough
 * threads and sums round little. `dispatch` makes the pass that reads `from` and writes `to`, which is y in the last.
 */
export function reductionPasses(
  x: Tensor,
  y: Tensor,
  { outer, length: whole, inner }: ReductionGeometry,
  scratch: (spec: TensorSpec) => Tensor,
  dispatch: (from: Tensor, to: Tensor, pass: ReductionPass) => Dispatch,
): readonly Dispatch[] {
  const passes: Dispatch[] = [];
  let from = x;
  let length = whole;
  while (length > LONGEST_SINGLE_PASS) {
    const parts = 4 * Math.ceil(length / (4 * ELEMENTS_PER_THREAD)); // whole vec4s
    const to = scratch(spec([outer, parts, inner]));
    passes.push(dispatch(from, to, { length, parts, inner, size: to.size }));
    from = to;
    length = parts;
  }
  return [...passes, dispatch(from, y, { length, parts: 1, inner, size: y.size })];
}
