// y[n] = 1 where fewer than k of output[n,:] are strictly greater than the one at the greatest of targets[n,:] (the first
// among equals), else 0; both (rows, classes). A row of outputs with a number that is not finite gives 0.
// One thread per row.
struct Params {
  classes: u32, k: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<f32>;
@group(0) @binding(2) var<storage, read> output: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.size) { return; }
  let start = row * params.classes;
  var label = 0u;
  for (var c = 1u; c < params.classes; c++) {
    if (targets[start + c] > targets[start + label]) { label = c; }
  }
  y[row] = f32(isInTopK(start, label, params.classes, params.k));
}
