// y (rows × columns) = a (rows × depth) · b (depth × columns) + bias, with b in panels and a stored as it is or
// transposed. A task computes a block of rows for some of the columns.
import { packRows, transpose } from './lib/pack';
import { DEPTH, multiplyBlock, ownBlock, panelBytes, PITCH } from './lib/product';

@unmanaged
class MatmulParams {
  a: usize;
  panels: usize;
  /** One number per column where `hasBias` is not 0. */
  bias: usize;
  y: usize;
  rows: u32;
  columns: u32;
  depth: u32;
  transposeA: u32;
  rowsPerTask: u32;
  /** A multiple of a panel's width. */
  columnsPerTask: u32;
  hasBias: u32;
  /** Smaller results become this: 0 makes a relu. */
  floor: f32;
}

export function matmul(params: MatmulParams, task: u32): void {
  const columns = params.columns;
  const columnTasks = (columns + params.columnsPerTask - 1) / params.columnsPerTask;
  const firstRow = (task / columnTasks) * params.rowsPerTask;
  const firstColumn = (task % columnTasks) * params.columnsPerTask;
  const rows = min(params.rowsPerTask, params.rows - firstRow);
  const width = min(params.columnsPerTask, columns - firstColumn);
  const bias = params.hasBias != 0 ? params.bias + (firstColumn << 2) : 0;
  const y = params.y + ((firstRow * columns + firstColumn) << 2);
  for (let k: u32 = 0; k < params.depth; k += DEPTH) {
    const depth = min(DEPTH, params.depth - k);
    if (params.transposeA != 0) {
      transpose(params.a + ((k * params.rows + firstRow) << 2), params.rows << 2, depth, rows, ownBlock(), PITCH);
    } else {
      packRows(params.a + ((firstRow * params.depth + k) << 2), params.depth << 2, rows, depth);
    }
    const b = params.panels + panelBytes(k, columns) + panelBytes(depth, firstColumn);
    const floor = k + depth == params.depth ? params.floor : -Infinity;
    multiplyBlock(rows, depth, b, width, y, columns << 2, k == 0, bias, floor);
  }
}
