// Packs B (depth × columns) of a matrix product into panels, once for all tasks of the product. A task packs a block of
// the depth for some of the groups.
import { packPanels as pack, packPanelsTransposed } from './lib/pack';
import { DEPTH, panelBytes } from './lib/product';

@unmanaged
class PackPanelsParams {
  b: usize;
  packed: usize;
  /** Rows of B. */
  depth: u32;
  /** Columns of B in each group; a group begins with a new panel. */
  columns: u32;
  groups: u32;
  /** Whether each group of B is stored as (columns × depth), one after the other. */
  transposed: u32;
}

export function packPanels(params: PackPanelsParams, task: u32): void {
  const columns = params.columns;
  const group = task % params.groups;
  const first = (task / params.groups) * DEPTH;
  const depth = min(DEPTH, params.depth - first);
  const groupBytes = panelBytes(1, columns);
  const to = params.packed + first * groupBytes * params.groups + group * depth * groupBytes;
  if (params.transposed != 0) {
    const pitch = params.depth << 2;
    packPanelsTransposed(params.b + group * columns * pitch + (first << 2), pitch, depth, columns, to);
  } else {
    const pitch = (columns * params.groups) << 2;
    pack(params.b + first * pitch + ((group * columns) << 2), pitch, depth, columns, to);
  }
}
