// Sixteen neighboring columns of a row of a product: what a thread holds of b, and of each of its rows of y.
alias Columns = mat4x4f;
const COLUMNS = 16u;

// The columns of b from `at` on, `step` apart. Those that do not exist are whatever is read.
fn columnsOfB(at: u32, step: u32) -> Columns {
  return mat4x4f(
    quadOfB(at, step), quadOfB(at + 4u * step, step), quadOfB(at + 8u * step, step), quadOfB(at + 12u * step, step),
  );
}

fn quadOfB(at: u32, step: u32) -> vec4f {
  return vec4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]);
}

// Writes the sums of a row of y from column `column` on, at `at`, as far as the `columns` of y go.
fn writeColumns(at: u32, sums: Columns, column: u32, columns: u32) {
  writeQuad(at, sums[0], column, columns);
  writeQuad(at + 4u, sums[1], column + 4u, columns);
  writeQuad(at + 8u, sums[2], column + 8u, columns);
  writeQuad(at + 12u, sums[3], column + 12u, columns);
}
