import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';

/** Columns of a panel, rows of its blocks, and rows of a tile, in `src/kernels/wasm/lib/product.ts`. */
export const PANEL_COLUMNS = 8;
export const BLOCK_DEPTH = 256;
const TILE_ROWS = 4;
/** The most rows that a task can have. */
export const BLOCK_ROWS = 96;

const kernel = defineCpuKernel({
  name: 'packPanels',
  bindings: { b: 'read', packed: 'write' },
  params: { depth: 'u32', columns: 'u32', groups: 'u32', transposed: 'u32' },
});

/** The right side of a matrix product: `groups` matrices of `depth` × `columns`, side by side. */
export interface RightSide {
  readonly depth: number;
  readonly columns: number;
  readonly groups?: number;
  /** Whether each group is stored as `columns` × `depth`, one after the other. */
  readonly transposed: boolean;
}

/** Packs the right side of a matrix product into panels, as the products' kernels read it. */
export function packPanels(
  b: Tensor,
  { depth, columns, groups = 1, transposed }: RightSide,
  scratch: (spec: TensorSpec) => Tensor,
): { readonly packed: Tensor; readonly call: CpuCall } {
  const packed = scratch(spec([depth, groups * roundUp(columns, PANEL_COLUMNS)]));
  const tasks = Math.ceil(depth / BLOCK_DEPTH) * groups;
  const params = { depth, columns, groups, transposed: Number(transposed) };
  return { packed, call: kernel.call({ b, packed }, params, tasks) };
}

/** The least multiple of `unit` that is not below `value`. */
export const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;

/** Products are cut into so many tasks or more, enough for many threads, where that leaves each the work of 10 µs. */
const TASKS = 64;
const FLOPS_PER_TASK = 500_000;
/** Rows of a task: enough to use a panel several times, and few enough to stay in the cache. */
const LEAST_ROWS = 16;
const MOST_ROWS = 48;

/** How many tasks are wanted of a product. */
export const wantedTasks = (rows: number, columns: number, depth: number): number =>
  Math.min(TASKS, Math.ceil((2 * rows * columns * depth) / FLOPS_PER_TASK));

/** How a product is cut into tasks: by rows and, where these are few, by columns, too. */
export function productTasks(rows: number, columns: number, depth: number) {
  const wanted = wantedTasks(rows, columns, depth);
  const rowsPerTask = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, roundUp(Math.ceil(rows / wanted), TILE_ROWS)));
  const rowTasks = Math.ceil(rows / rowsPerTask);
  const columnsPerTask = roundUp(Math.ceil(columns / Math.ceil(wanted / rowTasks)), 2 * PANEL_COLUMNS);
  return { rowsPerTask, columnsPerTask, tasks: rowTasks * Math.ceil(columns / columnsPerTask) };
}
