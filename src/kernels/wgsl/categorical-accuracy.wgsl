// y[n] = 1 where targets[n,:] and output[n,:], both (rows, classes), are greatest at the same class, the first among
// equals; else 0. One thread per row.
struct Params {
  classes: u32, size: u32,
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
  var best = 0u;
  for (var c = 1u; c < params.classes; c++) {
    if (targets[start + c] > targets[start + label]) { label = c; }
    if (output[start + c] > output[start + best]) { best = c; }
  }
  y[row] = f32(label == best);
}
