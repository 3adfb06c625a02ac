// doutput[n,k] = dy[n] * 2 * (output[n,k] - targets[n,k]) / columns, with targets and output (rows, columns).
// One thread per element of doutput.
struct Params {
  columns: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read> output: array<f32>;
@group(0) @binding(4) var<storage, read_write> doutput: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  doutput[index] = dy[index / params.columns] * 2.0 * (output[index] - targets[index]) / f32(params.columns);
}
