// y[n] = 1 where fewer than k of output[n,:] (rows, classes) are strictly greater than output[n,labels[n]], else 0. A row
// with a number that is not finite, or whose label is no class, gives 0. One thread per row.
struct Params {
  classes: u32, k: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> output: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.size) { return; }
  y[row] = f32(isInTopK(row * params.classes, labels[row], params.classes, params.k));
}
