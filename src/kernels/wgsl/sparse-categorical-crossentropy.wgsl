// With output (rows, classes) and label = labels[n]:
// logits: normalizer[n] = log(sum over c of exp(output[n,c])), y[n] = normalizer[n] - output[n,label];
// probabilities: normalizer[n] = sum over c of output[n,c], y[n] = -log(clip(output[n,label] / normalizer[n])).
// A label that is no class gives NaN and reads nothing. One thread per row.
struct Params {
  classes: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> output: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> normalizer: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.size) { return; }
  let start = row * params.classes;
  let sums = normalizerOf(start);
  normalizer[row] = sums.value;

  let label = labels[row];
  if (label >= params.classes) {
    y[row] = notANumber(label);
    return;
  }
  let chosen = output[start + label];
  if (FROM_LOGITS) {
    y[row] = sums.logSum - (chosen - sums.largest);
  } else {
    y[row] = -logProbability(clipProbability(chosen / sums.value));
  }
}
