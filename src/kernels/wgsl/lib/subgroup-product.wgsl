// The product of 8 rows with columns that the lanes of a subgroup share out, without workgroup memory and barriers. A
// workgroup is one subgroup: so all of its lanes take the same way, and nothing need be known about which threads a
// subgroup has.
override SUBGROUP_SIZE: u32 = 4u;

// Columns of a row that a lane holds, as a left quad and a right one, so that neighboring lanes read neighboring quads of b.
alias Columns = mat2x4f;
const COLUMNS = 8u;

// The 8 rows of a column of a.
struct Rows {
  top: vec4f, bottom: vec4f,
}

// A lane's sums, by row.
alias Block = array<Columns, 8>;

// Adds the products of `count` neighboring inner numbers, 4 at most, to a lane's sums. Lanes 0 to 3 hold their columns of a;
// the rows of b lie `step` apart, and `at` is where the lane's quad of the first is.
fn multiplyShared(block: ptr<function, Block>, held: Rows, at: u32, step: u32, count: u32) {
  multiply(block, subgroupBroadcast(held.top, 0u), subgroupBroadcast(held.bottom, 0u), at);
  if (count > 1u) { multiply(block, subgroupBroadcast(held.top, 1u), subgroupBroadcast(held.bottom, 1u), at + step); }
  if (count > 2u) { multiply(block, subgroupBroadcast(held.top, 2u), subgroupBroadcast(held.bottom, 2u), at + 2u * step); }
  if (count > 3u) { multiply(block, subgroupBroadcast(held.top, 3u), subgroupBroadcast(held.bottom, 3u), at + 3u * step); }
}

fn multiply(block: ptr<function, Block>, top: vec4f, bottom: vec4f, at: u32) {
  let columns = Columns(quadOfB(at), quadOfB(at + 4u * SUBGROUP_SIZE));
  (*block)[0] += top[0] * columns;
  (*block)[1] += top[1] * columns;
  (*block)[2] += top[2] * columns;
  (*block)[3] += top[3] * columns;
  (*block)[4] += bottom[0] * columns;
  (*block)[5] += bottom[1] * columns;
  (*block)[6] += bottom[2] * columns;
  (*block)[7] += bottom[3] * columns;
}

// Writes a lane's sums to the matrix of `rows` rows and `columns` columns that begins at `start` of y.
fn writeBlock(block: Block, start: u32, row: u32, column: u32, rows: u32, columns: u32) {
  let at = start + row * columns + column;
  writeBlockRow(block[0], at, row, column, rows, columns);
  writeBlockRow(block[1], at + columns, row + 1u, column, rows, columns);
  writeBlockRow(block[2], at + 2u * columns, row + 2u, column, rows, columns);
  writeBlockRow(block[3], at + 3u * columns, row + 3u, column, rows, columns);
  writeBlockRow(block[4], at + 4u * columns, row + 4u, column, rows, columns);
  writeBlockRow(block[5], at + 5u * columns, row + 5u, column, rows, columns);
  writeBlockRow(block[6], at + 6u * columns, row + 6u, column, rows, columns);
  writeBlockRow(block[7], at + 7u * columns, row + 7u, column, rows, columns);
}

fn writeBlockRow(sums: Columns, at: u32, row: u32, column: u32, rows: u32, columns: u32) {
  if (row >= rows) { return; }
  writeQuad(at, sums[0], column, columns);
  writeQuad(at + 4u * SUBGROUP_SIZE, sums[1], column + 4u * SUBGROUP_SIZE, columns);
}
