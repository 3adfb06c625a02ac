import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import { rowsPerChunk } from './partial-sums.ts';

/** Two results of one shape. */
export type Pair = readonly [Tensor, Tensor];

/** One level of two long sums over the same rows. */
export interface PairLevel {
  /** Where the chunks' results go: (chunks, channels) each. */
  readonly to: Pair;
  /** The results of the level before; null at the first level, which reads what is summed. */
  readonly from: Pair | null;
  /** Rows that this level reads, and how many of them make a chunk. */
  readonly rows: number;
  readonly chunkRows: number;
  /** Rows of the first level in each row of this level; the last may have fewer. */
  readonly covered: number;
  readonly isLast: boolean;
}

/** Makes the levels of two sums over `rows` rows for each channel, as `partialSums` does of one. */
export function pairedSums(
  rows: number,
  results: Pair,
  scratch: (spec: TensorSpec) => Tensor,
  dispatch: (level: PairLevel) => Dispatch,
): readonly Dispatch[] {
  const channels = results[0].size;
  const dispatches: Dispatch[] = [];
  let from: Pair | null = null;
  let left = rows;
  let covered = 1;
  while (true) {
    const chunkRows = rowsPerChunk(left, channels);
    const chunks = Math.ceil(left / chunkRows);
    const isLast = chunks === 1;
    const partials = () => scratch(spec([chunks, channels]));
    const to: Pair = isLast ? results : [partials(), partials()];
    dispatches.push(dispatch({ to, from, rows: left, chunkRows, covered, isLast }));
    if (isLast) return dispatches;
    from = to;
    left = chunks;
    covered *= chunkRows;
  }
}
