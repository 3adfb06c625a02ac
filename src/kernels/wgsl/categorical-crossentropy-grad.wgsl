// With targets and output (rows, classes):
// logits: doutput[n,c] = dy[n] * (weight[n] * exp(output[n,c] - normalizer[n]) - targets[n,c]);
// probabilities: doutput[n,c] = dy[n] * (weight[n] / normalizer[n] - targets[n,c] / output[n,c]), the last term
// only where c was not clipped. One thread per element of doutput.
override FROM_LOGITS: bool = false;

struct Params {
  classes: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read> output: array<f32>;
@group(0) @binding(4) var<storage, read> normalizer: array<f32>;
@group(0) @binding(5) var<storage, read> weight: array<f32>;
@group(0) @binding(6) var<storage, read_write> doutput: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let row = index / params.classes;
  var slope = 0.0;
  if (FROM_LOGITS) {
    slope = weight[row] * exp(output[index] - normalizer[row]) - targets[index];
  } else {
    slope = weight[row] / normalizer[row];
    if (!isClipped(output[index] / normalizer[row])) { slope -= targets[index] / output[index]; }
  }
  doutput[index] = dy[row] * slope;
}
