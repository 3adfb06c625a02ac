// y[k,c] = sum of x[r,c] over the rows r of chunk k: one level of a long sum over rows. x is (rows, columns) and y is
// (chunks, columns), row-major; the last chunk may be shorter. One thread per Lanes of y.
struct Params {
  rows: u32, columns: u32, chunkRows: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let column = index % params.columns;
  let first = (index / params.columns) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  var sum = Lanes(0.0);
  for (var row = first; row < end; row++) {
    sum += x[row * params.columns + column];
  }
  y[index] = sum;
}
