// y[i,j] = sum over k of a[i,k] * b[k,j]; either side may be stored transposed. Row-major. One thread per element of y.
override TRANSPOSE_A: bool = false;
override TRANSPOSE_B: bool = false;

struct Params {
  rows: u32, columns: u32, inner: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let row = index / params.columns;
  let column = index % params.columns;

  // Start and stride of the row of a and the column of b.
  let aStart = select(row * params.inner, row, TRANSPOSE_A);
  let aStep = select(1u, params.rows, TRANSPOSE_A);
  let bStart = select(column, column * params.inner, TRANSPOSE_B);
  let bStep = select(params.columns, 1u, TRANSPOSE_B);
  var sum = 0.0;
  for (var k = 0u; k < params.inner; k++) {
    sum += a[aStart + k * aStep] * b[bStart + k * bStep];
  }
  y[index] = sum;
}
