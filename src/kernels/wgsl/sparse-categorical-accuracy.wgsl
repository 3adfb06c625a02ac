// y[n] = 1 where the greatest of output[n,:], the first among equals, is at labels[n], else 0; output is (rows, classes).
// One thread per row.
struct Params {
  classes: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> output: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.size) { return; }
  let start = row * params.classes;
  var best = 0u;
  for (var c = 1u; c < params.classes; c++) {
    if (output[start + c] > output[start + best]) { best = c; }
  }
  y[row] = f32(labels[row] == best);
}
