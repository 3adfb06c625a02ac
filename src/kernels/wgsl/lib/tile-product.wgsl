// The product of a tile of a with a tile of b, both in workgroup memory: 8 * SIDE rows and columns of y for a workgroup of
// SIDE by SIDE threads, 8 by 8 for each, summed over DEPTH inner numbers at a time.
override SIDE: u32 = 8u;
override DEPTH: u32 = 16u;

// In quads of four neighboring rows (of a) or columns (of b): 2 * SIDE for each inner number, and one more, so that threads
// that write below each other meet different banks of memory.
var<workgroup> tileA: array<vec4f, DEPTH * (2u * SIDE + 1u)>;
var<workgroup> tileB: array<vec4f, DEPTH * (2u * SIDE + 1u)>;

fn inTile(k: u32, quad: u32) -> u32 {
  return k * (2u * SIDE + 1u) + quad;
}

// A thread's sums: rows 4 * row to 4 * row + 3 of the tile, then the same in its lower half; in each row 4 columns of the
// left half and 4 of the right.
alias Block = array<mat2x4f, 8>;

// Adds the product of the tiles to a thread's sums.
fn multiplyTiles(block: ptr<function, Block>, row: u32, column: u32) {
  for (var k = 0u; k < DEPTH; k++) {
    let top = tileA[inTile(k, row)];
    let bottom = tileA[inTile(k, row + SIDE)];
    let columns = mat2x4f(tileB[inTile(k, column)], tileB[inTile(k, column + SIDE)]);
    (*block)[0] += top[0] * columns;
    (*block)[1] += top[1] * columns;
    (*block)[2] += top[2] * columns;
    (*block)[3] += top[3] * columns;
    (*block)[4] += bottom[0] * columns;
    (*block)[5] += bottom[1] * columns;
    (*block)[6] += bottom[2] * columns;
    (*block)[7] += bottom[3] * columns;
  }
}

// Writes a thread's sums to y: `firstRow` and `firstColumn` are those of its upper left sums, and `start` is where the
// matrix of `rows` rows and `columns` columns begins in y.
fn writeBlock(block: Block, start: u32, firstRow: u32, firstColumn: u32, rows: u32, columns: u32) {
  let lower = firstRow + 4u * SIDE;
  writeBlockRow(block[0], start, firstRow, firstColumn, rows, columns);
  writeBlockRow(block[1], start, firstRow + 1u, firstColumn, rows, columns);
  writeBlockRow(block[2], start, firstRow + 2u, firstColumn, rows, columns);
  writeBlockRow(block[3], start, firstRow + 3u, firstColumn, rows, columns);
  writeBlockRow(block[4], start, lower, firstColumn, rows, columns);
  writeBlockRow(block[5], start, lower + 1u, firstColumn, rows, columns);
  writeBlockRow(block[6], start, lower + 2u, firstColumn, rows, columns);
  writeBlockRow(block[7], start, lower + 3u, firstColumn, rows, columns);
}

fn writeBlockRow(sums: mat2x4f, start: u32, row: u32, column: u32, rows: u32, columns: u32) {
  if (row >= rows) { return; }
  let at = start + row * columns + column;
  writeQuad(at, sums[0], column, columns);
  writeQuad(at + 4u * SIDE, sums[1], column + 4u * SIDE, columns);
}
