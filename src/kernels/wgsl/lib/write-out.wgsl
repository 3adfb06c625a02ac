// Writes sums of a product to y as they are.
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

// Four sums of a row of y from column `column` on, at `at`, as far as the `columns` of y go.
fn writeQuad(at: u32, sums: vec4f, column: u32, columns: u32) {
  if (column >= columns) { return; }
  y[at] = sums[0];
  if (column + 1u < columns) { y[at + 1u] = sums[1]; }
  if (column + 2u < columns) { y[at + 2u] = sums[2]; }
  if (column + 3u < columns) { y[at + 3u] = sums[3]; }
}
