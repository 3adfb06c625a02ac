// Copying matrices into the forms that `product.ts` multiplies.
import { COLUMNS, ownBlock, PANEL_PITCH, PITCH } from './product';

/** Copies `count` numbers in whole vectors: up to three more are read, and written. */
@inline
export function copyRun(from: usize, to: usize, count: u32): void {
  const end = to + (count << 2);
  for (; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}

/** Writes `count` zeros in whole vectors, up to three more. */
@inline
export function clearRun(to: usize, count: u32): void {
  const end = to + (count << 2);
  for (; to < end; to += 16) v128.store(to, i32x4.splat(0));
}

/** Copies rows of `depth` numbers, `fromPitch` bytes apart, into this thread's block of A. */
export function packRows(from: usize, fromPitch: u32, rows: u32, depth: u32): void {
  let to = ownBlock();
  for (let row: u32 = 0; row < rows; row++, from += fromPitch, to += PITCH) copyRun(from, to, depth);
}

/** Writes the transpose of a matrix of `height` × `width` numbers: to[column][row] = from[row][column]. */
export function transpose(from: usize, fromPitch: u32, height: u32, width: u32, to: usize, toPitch: u32): void {
  const fullHeight = height & ~3;
  const fullWidth = width & ~3;
  for (let column: u32 = 0; column < fullWidth; column += 4) {
    let source = from + (column << 2);
    let target = to + column * toPitch;
    for (let row: u32 = 0; row < fullHeight; row += 4) {
      const r0 = v128.load(source);
      const r1 = v128.load(source + fromPitch);
      const r2 = v128.load(source + 2 * fromPitch);
      const r3 = v128.load(source + 3 * fromPitch);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(target + toPitch, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(target + 2 * toPitch, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(target + 3 * toPitch, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      source += 4 * fromPitch;
      target += 16;
    }
  }
  for (let row: u32 = 0; row < height; row++) {
    for (let column = row < fullHeight ? fullWidth : 0; column < width; column++) {
      store<f32>(to + column * toPitch + (row << 2), load<f32>(from + row * fromPitch + (column << 2)));
    }
  }
}

/** Copies a matrix (depth × columns, rows `fromPitch` bytes apart) into panels; the last one is filled with zeros. */
export function packPanels(from: usize, fromPitch: u32, depth: u32, columns: u32, to: usize): void {
  for (let column: u32 = 0; column < columns; column += COLUMNS) {
    const width = min(COLUMNS, columns - column);
    let source = from + (column << 2);
    for (let row: u32 = 0; row < depth; row++, source += fromPitch, to += PANEL_PITCH) {
      if (width == COLUMNS) {
        v128.store(to, v128.load(source));
        v128.store(to, v128.load(source, 16), 16);
      } else {
        clearRun(to, COLUMNS);
        for (let i: u32 = 0; i < width; i++) store<f32>(to + (i << 2), load<f32>(source + (i << 2)));
      }
    }
  }
}

/** The same of a matrix that is stored transposed (columns × depth). */
export function packPanelsTransposed(from: usize, fromPitch: u32, depth: u32, columns: u32, to: usize): void {
  for (let column: u32 = 0; column < columns; column += COLUMNS) {
    const width = min(COLUMNS, columns - column);
    if (width < COLUMNS) clearRun(to, depth * COLUMNS);
    // The transpose of `width` rows of `depth` numbers has rows of `width` numbers, one panel row apart.
    transpose(from + column * fromPitch, fromPitch, width, depth, to, PANEL_PITCH);
    to += depth * PANEL_PITCH;
  }
}
