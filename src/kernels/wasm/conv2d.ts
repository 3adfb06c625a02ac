// Convolution of images (N,H,W,C) with a filter (U,V,C,O) as a matrix product: the patches of the output pixels, which
// are never all in memory, times the filter as a matrix (U·V·C × O), packed into panels.
import { packPanels, transpose } from './lib/pack';
import { ConvWindow, packPatches } from './lib/patches';
import { BLOCK_ROWS, DEPTH, multiplyBlock, ownBlock, ownRest, panelBytes, PITCH } from './lib/product';

@unmanaged
class Conv2dParams {
  x: usize;
  panels: usize;
  /** One number per channel where `hasBias` is not 0. */
  bias: usize;
  y: usize;
  inHeight: u32;
  inWidth: u32;
  inChannels: u32;
  outHeight: u32;
  outWidth: u32;
  outChannels: u32;
  windowHeight: u32;
  windowWidth: u32;
  strideHeight: u32;
  strideWidth: u32;
  dilationHeight: u32;
  dilationWidth: u32;
  padTop: u32;
  padLeft: u32;
  /** Output pixels of all images. */
  pixels: u32;
  rowsPerTask: u32;
  /** A multiple of a panel's width. */
  columnsPerTask: u32;
  hasBias: u32;
  /** Smaller results become this: 0 makes a relu. */
  floor: f32;
}

/** A task computes some of the channels of a block of output pixels. */
export function conv2d(params: Conv2dParams, task: u32): void {
  const window = changetype<ConvWindow>(changetype<usize>(params) + offsetof<Conv2dParams>('inHeight'));
  const columns = params.outChannels;
  const columnTasks = (columns + params.columnsPerTask - 1) / params.columnsPerTask;
  const pixel = (task / columnTasks) * params.rowsPerTask;
  const column = (task % columnTasks) * params.columnsPerTask;
  const rows = min(params.rowsPerTask, params.pixels - pixel);
  const width = min(params.columnsPerTask, columns - column);
  const size = params.windowHeight * params.windowWidth * params.inChannels;
  const bias = params.hasBias != 0 ? params.bias + (column << 2) : 0;
  const y = params.y + ((pixel * columns + column) << 2);
  for (let k: u32 = 0; k < size; k += DEPTH) {
    const depth = min(DEPTH, size - k);
    packPatches(window, params.x, pixel, rows, k, depth, ownBlock());
    const b = params.panels + panelBytes(k, columns) + panelBytes(depth, column);
    const floor = k + depth == size ? params.floor : -Infinity;
    multiplyBlock(rows, depth, b, width, y, columns << 2, k == 0, bias, floor);
  }
}

@unmanaged
class Conv2dGradFilterParams {
  dy: usize;
  x: usize;
  sums: usize;
  inHeight: u32;
  inWidth: u32;
  inChannels: u32;
  outHeight: u32;
  outWidth: u32;
  outChannels: u32;
  windowHeight: u32;
  windowWidth: u32;
  strideHeight: u32;
  strideWidth: u32;
  dilationHeight: u32;
  dilationWidth: u32;
  padTop: u32;
  padLeft: u32;
  /** Output pixels of all images. */
  pixels: u32;
  /** Pixels whose products are summed in one part of `sums`. */
  pixelsPerPart: u32;
}

/** The most columns that are multiplied at once: the panels lie in the thread's scratch memory. */
const MOST_COLUMNS: u32 = 256;

/**
 * sums[part] = transposed patches (U·V·C × pixels) · dy (pixels × O), over the pixels of a part. A task computes a block
 * of rows of one part.
 */
export function conv2dGradFilter(params: Conv2dGradFilterParams, task: u32): void {
  const window = changetype<ConvWindow>(changetype<usize>(params) + offsetof<Conv2dGradFilterParams>('inHeight'));
  const columns = params.outChannels;
  const size = params.windowHeight * params.windowWidth * params.inChannels;
  const rowTasks = (size + BLOCK_ROWS - 1) / BLOCK_ROWS;
  const part = task / rowTasks;
  const row = (task % rowTasks) * BLOCK_ROWS;
  const rows = min(BLOCK_ROWS, size - row);
  const first = part * params.pixelsPerPart;
  const end = min(first + params.pixelsPerPart, params.pixels);
  const sums = params.sums + (((part * size + row) * columns) << 2);
  const panels = ownRest();
  const patches = panels + MOST_COLUMNS * DEPTH * 4;
  for (let pixel = first; pixel < end; pixel += DEPTH) {
    const depth = min(DEPTH, end - pixel);
    for (let i: u32 = 0; i < depth; i += 4) {
      const count = min<u32>(4, depth - i);
      packPatches(window, params.x, pixel + i, count, row, rows, patches);
      transpose(patches, PITCH, count, rows, ownBlock() + (i << 2), PITCH);
    }
    for (let column: u32 = 0; column < columns; column += MOST_COLUMNS) {
      const width = min(MOST_COLUMNS, columns - column);
      packPanels(params.dy + ((pixel * columns + column) << 2), columns << 2, depth, width, panels);
      multiplyBlock(rows, depth, panels, width, sums + (column << 2), columns << 2, pixel == first, 0, -Infinity);
    }
  }
}
