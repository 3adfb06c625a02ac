// y[r,c] = (x[r,c] - m) - log(sum over k of exp(x[r,k] - m)), with m the largest x of the row.
// Row-major (rows, classes). One thread per row.
struct Params {
  rows: u32, classes: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.rows) { return; }
  let start = row * params.classes;
  let end = start + params.classes;

  var largest = x[start];
  for (var i = start + 1u; i < end; i++) { largest = max(largest, x[i]); }
  var sum = 0.0;
  for (var i = start; i < end; i++) { sum += exp(x[i] - largest); }
  let logSum = log(sum);
  for (var i = start; i < end; i++) { y[i] = x[i] - largest - logSum; }
}
