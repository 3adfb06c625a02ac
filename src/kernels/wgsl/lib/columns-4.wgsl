// Four neighboring columns of a row of a product: what a thread holds of b, and of each of its rows of y.
alias Columns = vec4f;
const COLUMNS = 4u;

// The columns of b from `at` on, `step` apart. Those that do not exist are whatever is read.
fn columnsOfB(at: u32, step: u32) -> Columns {
  return vec4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]);
}

// Writes the sums of a row of y from column `column` on, at `at`, as far as the `columns` of y go.
fn writeColumns(at: u32, sums: Columns, column: u32, columns: u32) {
  writeQuad(at, sums, column, columns);
}
