// Writes value(sum + bias of the column) to y for each sum of a product. `value` comes from a file in pointwise/.
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

// Four sums of a row of y from column `column` on, at `at`, as far as the `columns` of y go.
fn writeQuad(at: u32, sums: vec4f, column: u32, columns: u32) {
  if (column >= columns) { return; }
  let results = value(sums + vec4f(bias[column], bias[column + 1u], bias[column + 2u], bias[column + 3u]));
  y[at] = results[0];
  if (column + 1u < columns) { y[at + 1u] = results[1]; }
  if (column + 2u < columns) { y[at + 2u] = results[2]; }
  if (column + 3u < columns) { y[at + 3u] = results[3]; }
}
