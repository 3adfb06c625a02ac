import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import columnSumWgsl from '../kernels/wgsl/column-sum.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { defineLanesKernel } from './lanes.ts';

type Scratch = (spec: TensorSpec) => Tensor;

const columnSumKernel = defineLanesKernel({
  name: 'column-sum',
  code: [flatIndex, columnSumWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { rows: 'u32', columns: 'u32', chunkRows: 'u32', size: 'u32' },
});

/** Most partial sums at a time (16 MiB of scratch memory): by far enough threads to fill an adapter. */
const MAX_PARTIAL_SUMS = 2 ** 22;
/** Terms that one thread adds up, at most, unless there would be too many partial sums. */
const LONGEST_SUM_LOG2 = 6;

/**
 * How many of `rows` terms one thread adds up, for each of `width` sums, so that a long sum is made in as few levels as
 * can be with at most 64 terms in each: many threads, short ones, and little rounding.
 */
export function rowsPerChunk(rows: number, width: number): number {
  const levels = Math.max(1, Math.ceil(Math.log2(rows) / LONGEST_SUM_LOG2));
  const affordable = Math.max(1, Math.floor(MAX_PARTIAL_SUMS / width));
  return Math.ceil(rows / Math.min(Math.ceil(rows / Math.ceil(rows ** (1 / levels))), affordable));
}

/**
 * A sum of `rows` terms for each element of `y`, in levels: `sumChunks` writes the sums of each chunk of `chunkRows` terms
 * to `target` (chunks, …y's shape), then the chunks are added up. With a single chunk, `target` is `y` itself.
 */
export function partialSums(
  rows: number,
  y: Tensor,
  scratch: Scratch,
  sumChunks: (target: Tensor, chunkRows: number) => Dispatch,
): readonly Dispatch[] {
  const chunkRows = rowsPerChunk(rows, y.size);
  const chunks = Math.ceil(rows / chunkRows);
  if (chunks === 1) return [sumChunks(y, chunkRows)];
  const partials = scratch(spec([chunks, ...y.shape]));
  return [sumChunks(partials, chunkRows), ...columnSums(partials, y, scratch)];
}

/** Sums the rows of x (…, y's shape), with everything before y's shape seen as rows. */
export function columnSums(x: Tensor, y: Tensor, scratch: Scratch): readonly Dispatch[] {
  const columns = y.size;
  const rows = x.size / columns;
  const { kernel, lanes } = columnSumKernel(columns);
  return partialSums(rows, y, scratch, (target, chunkRows) => {
    const size = target.size / lanes;
    return kernel.dispatch({ x, y: target }, { rows, columns: columns / lanes, chunkRows, size }, { threads: size });
  });
}
