// dx[r,c] = dy[r,c] - exp(y[r,c]) * sum over k of dy[r,k]. Row-major (rows, classes). One thread per row.
struct Params {
  rows: u32, classes: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.rows) { return; }
  let start = row * params.classes;
  let end = start + params.classes;

  var sum = 0.0;
  for (var i = start; i < end; i++) { sum += dy[i]; }
  for (var i = start; i < end; i++) { dx[i] = dy[i] - exp(y[i]) * sum; }
}
