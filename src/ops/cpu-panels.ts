import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';

/** Columns of a panel, and rows of its blocks, in `src/kernels/wasm/lib/product.ts`. */
export const PANEL_COLUMNS = 8;
export const BLOCK_DEPTH = 256;
/** The most rows that a task of a matrix product can have. */
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

/** Rows of a task: few enough to busy all threads, enough to use a panel often. */
const ROWS_PER_TASK = 48;
/** Products with fewer tasks by rows are cut by columns, too. */
const FEW_TASKS = 16;

/** How a product of `rows` × `columns` is cut into tasks. */
export function productTasks(rows: number, columns: number) {
  const rowTasks = Math.ceil(rows / ROWS_PER_TASK);
  const rowsPerTask = Math.min(rows, ROWS_PER_TASK);
  const wanted = Math.ceil(FEW_TASKS / rowTasks);
  const columnsPerTask = roundUp(Math.ceil(columns / wanted), 2 * PANEL_COLUMNS);
  return { rowsPerTask, columnsPerTask, tasks: rowTasks * Math.ceil(columns / columnsPerTask) };
}
