// y[n] = mean over k of (output[n,k] - targets[n,k])^2, with targets and output (rows, columns). One thread per row.
struct Params {
  columns: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<f32>;
@group(0) @binding(2) var<storage, read> output: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.size) { return; }
  let start = row * params.columns;
  var sum = 0.0;
  for (var k = start; k < start + params.columns; k++) {
    let difference = output[k] - targets[k];
    sum += difference * difference;
  }
  y[row] = sum / f32(params.columns);
}
