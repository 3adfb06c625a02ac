// The matrix product that everything dense is made of: C (rows × columns) = A (rows × depth) · B (depth × columns), cut
// so that what is used again and again stays in the caches.
//
//   depth     in blocks of at most DEPTH. The first stores its products, the others add theirs.
//   A         a block of at most BLOCK_ROWS rows, copied into this thread's scratch, with a fixed PITCH from row to row:
//             then the rows of a tile lie at constant distances.
//   B         in panels of COLUMNS columns that follow each other: a panel is what the innermost loop reads in order.
//   C         in tiles of ROWS × COLUMNS, whose sums are kept in 8 registers over a block's depth.
//
// V8 puts all loads of a step before its first multiplication: 4 numbers of A and 2 vectors of B. With the 8 sums they
// just fit the 16 registers of x86. A tile of 6 rows kept sums in memory, and took twice the time.
import { multiplyAdd } from './multiply-add';
import { threadScratch, threadZeros } from './thread';

/** Rows and columns of a tile. */
export const ROWS: u32 = 4;
export const COLUMNS: u32 = 8;
/** The largest depth of a block. */
export const DEPTH: u32 = 256;
/** The most rows of a block of A. */
export const BLOCK_ROWS: u32 = 96;
/** Bytes from one row of a block of A to the next: DEPTH and room to copy whole vectors. */
export const PITCH: u32 = (256 + 16) * 4;
/** Bytes of a row of a panel. */
export const PANEL_PITCH: u32 = 32;

// This thread's scratch: a tile; a block of A; then what the kernels themselves need.
const BLOCK: u32 = 1024;
const REST: u32 = 1024 + BLOCK_ROWS * PITCH;

/** A row of zeros. */
@inline
export function zeros(): usize {
  return threadZeros;
}

/** A tile of this thread, with rows of PANEL_PITCH bytes. */
@inline
export function ownTile(): usize {
  return threadScratch;
}

/** This thread's block of A. */
@inline
export function ownBlock(): usize {
  return threadScratch + BLOCK;
}

/** The rest of this thread's scratch memory, some 400 KiB. */
@inline
export function ownRest(): usize {
  return threadScratch + REST;
}

/** Bytes of the panels of a block of `depth` rows and `columns` columns. */
@inline
export function panelBytes(depth: u32, columns: u32): u32 {
  return depth * roundUp(columns, COLUMNS) * 4;
}

@inline
export function roundUp(value: u32, unit: u32): u32 {
  return ((value + unit - 1) / unit) * unit;
}

/**
 * Multiplies this thread's block of A (rows × depth) with panels at `b` and writes C at `c`, with rows of `pitch` bytes.
 * The first block of the depth begins at `bias` (one number per column; 0: at zeros), the others at what C holds. Sums
 * below `floor` become `floor`: 0 after the last block makes it a relu.
 */
export function multiplyBlock(
  rows: u32,
  depth: u32,
  b: usize,
  columns: u32,
  c: usize,
  pitch: u32,
  isFirst: bool,
  bias: usize,
  floor: f32,
): void {
  const tile = ownTile();
  for (let column: u32 = 0; column < columns; column += COLUMNS) {
    const width = min(COLUMNS, columns - column);
    const initial = bias == 0 ? zeros() : bias + (column << 2);
    for (let row: u32 = 0; row < rows; row += ROWS) {
      const height = min(ROWS, rows - row);
      const a = ownBlock() + row * PITCH;
      const target = c + row * pitch + (column << 2);
      if (height == ROWS && width == COLUMNS) {
        if (isFirst) multiplyTile(a, b, depth, initial, 0, target, pitch, floor);
        else multiplyTile(a, b, depth, target, pitch, target, pitch, floor);
      } else {
        if (isFirst) {
          multiplyTile(a, b, depth, initial, 0, tile, PANEL_PITCH, floor);
        } else {
          copyTile(target, pitch, tile, PANEL_PITCH, height, width);
          multiplyTile(a, b, depth, tile, PANEL_PITCH, tile, PANEL_PITCH, floor);
        }
        copyTile(tile, PANEL_PITCH, target, pitch, height, width);
      }
    }
    b += depth * PANEL_PITCH;
  }
}

function copyTile(from: usize, fromPitch: u32, to: usize, toPitch: u32, height: u32, width: u32): void {
  for (let row: u32 = 0; row < height; row++) {
    for (let column: u32 = 0; column < width; column++) {
      store<f32>(to + row * toPitch + (column << 2), load<f32>(from + row * fromPitch + (column << 2)));
    }
  }
}

/** c (ROWS × COLUMNS) = max(initial + a · b, floor), with a in rows of PITCH bytes and b a panel. */
export function multiplyTile(
  a: usize,
  b: usize,
  depth: u32,
  initial: usize,
  initialPitch: u32,
  c: usize,
  pitch: u32,
  floor: f32,
): void {
  let at = initial;
  let c00 = v128.load(at);
  let c01 = v128.load(at, 16);
  at += initialPitch;
  let c10 = v128.load(at);
  let c11 = v128.load(at, 16);
  at += initialPitch;
  let c20 = v128.load(at);
  let c21 = v128.load(at, 16);
  at += initialPitch;
  let c30 = v128.load(at);
  let c31 = v128.load(at, 16);

  const end = b + depth * PANEL_PITCH;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load_splat<f32>(a, PITCH);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load_splat<f32>(a, 2 * PITCH);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load_splat<f32>(a, 3 * PITCH);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    a += 4;
    b += PANEL_PITCH;
  }

  const least = f32x4.splat(floor);
  v128.store(c, f32x4.pmax(c00, least));
  v128.store(c, f32x4.pmax(c01, least), 16);
  c += pitch;
  v128.store(c, f32x4.pmax(c10, least));
  v128.store(c, f32x4.pmax(c11, least), 16);
  c += pitch;
  v128.store(c, f32x4.pmax(c20, least));
  v128.store(c, f32x4.pmax(c21, least), 16);
  c += pitch;
  v128.store(c, f32x4.pmax(c30, least));
  v128.store(c, f32x4.pmax(c31, least), 16);
}
