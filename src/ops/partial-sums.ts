import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import columnSumWgsl from '../kernels/wgsl/column-sum.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';

/** Sums the rows of each chunk of a matrix. */
export const columnSumKernel = defineKernel({
  name: 'column-sum',
  code: [flatIndex, columnSumWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { rows: 'u32', columns: 'u32', chunkRows: 'u32', size: 'u32' },
});

/** Most partial sums at a time (16 MiB of scratch memory): by far enough threads to fill an adapter. */
const MAX_PARTIAL_SUMS = 2 ** 22;

/**
 * A sum of `rows` terms for each element of `y`, in two levels, which is faster and rounds less than one long sum:
 * `sumChunks` writes the sums of each chunk of `chunkRows` terms to `target` (chunks, …y's shape), then the chunks are
 * added up. There are at most √rows chunks; with a single one, `target` is `y` itself.
 */
export function partialSums(
  rows: number,
  y: Tensor,
  scratch: (spec: TensorSpec) => Tensor,
  sumChunks: (target: Tensor, chunkRows: number) => Dispatch,
): readonly Dispatch[] {
  const affordable = Math.max(1, Math.floor(MAX_PARTIAL_SUMS / y.size));
  const chunkRows = Math.ceil(rows / Math.min(Math.ceil(Math.sqrt(rows)), affordable));
  const chunks = Math.ceil(rows / chunkRows);
  if (chunks === 1) return [sumChunks(y, chunkRows)];
  const partials = scratch(spec([chunks, ...y.shape]));
  return [
    sumChunks(partials, chunkRows),
    columnSumKernel.dispatch(
      { x: partials, y },
      { rows: chunks, columns: y.size, chunkRows: chunks, size: y.size },
      { threads: y.size },
    ),
  ];
}
