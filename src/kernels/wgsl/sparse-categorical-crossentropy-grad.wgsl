// With output (rows, classes) and label = labels[n]:
// logits: doutput[n,c] = dy[n] * (exp(output[n,c] - normalizer[n]) - [c = label]);
// probabilities: doutput[n,c] = dy[n] * (1 / normalizer[n] - [c = label] / output[n,label]), 0 where the loss was clipped.
// A label that is no class gives NaN and reads nothing. One thread per element of doutput.
override FROM_LOGITS: bool = false;

struct Params {
  classes: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read> output: array<f32>;
@group(0) @binding(4) var<storage, read> normalizer: array<f32>;
@group(0) @binding(5) var<storage, read_write> doutput: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let row = index / params.classes;
  let channel = index % params.classes;
  let label = labels[row];
  if (label >= params.classes) {
    doutput[index] = notANumber(label);
    return;
  }
  let isLabel = f32(channel == label);
  var slope = 0.0;
  if (FROM_LOGITS) {
    slope = exp(output[index] - normalizer[row]) - isLabel;
  } else {
    let chosen = output[row * params.classes + label];
    if (!isClipped(chosen / normalizer[row])) { slope = 1.0 / normalizer[row] - isLabel / chosen; }
  }
  doutput[index] = dy[row] * slope;
}
