import columns4 from '../kernels/wgsl/lib/columns-4.wgsl?raw';
import columns16 from '../kernels/wgsl/lib/columns-16.wgsl?raw';

/**
 * How many columns a thread of the direct kernels takes: enough to make many products of each number it reads, unless
 * most of them would not exist.
 */
export interface DirectWidth {
  readonly columns: 4 | 16;
  readonly code: string;
}

export const wide: DirectWidth = { columns: 16, code: columns16 };
export const narrow: DirectWidth = { columns: 4, code: columns4 };

/** Whether the narrow form is the faster one. */
export const isNarrow = (columns: number): boolean => columns <= 8;

/** Threads that cover a matrix in tiles of 8 rows and the width's columns. */
export const directThreads = (rows: number, columns: number, width: DirectWidth): number =>
  Math.ceil(rows / 8) * Math.ceil(columns / width.columns);
