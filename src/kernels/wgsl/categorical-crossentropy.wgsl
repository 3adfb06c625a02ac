// With targets and output (rows, classes):
// logits: normalizer[n] = log(sum over c of exp(output[n,c])),
//   y[n] = sum over c of targets[n,c] * (normalizer[n] - output[n,c]);
// probabilities: normalizer[n] = sum over c of output[n,c],
//   y[n] = -sum over c of targets[n,c] * log(clip(output[n,c] / normalizer[n])).
// weight[n] is the sum of the targets whose term was not clipped, for the gradient. One thread per row.
struct Params {
  classes: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<f32>;
@group(0) @binding(2) var<storage, read> output: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> normalizer: array<f32>;
@group(0) @binding(5) var<storage, read_write> weight: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.size) { return; }
  let start = row * params.classes;
  let sums = normalizerOf(start);

  var loss = 0.0;
  var counted = 0.0;
  for (var c = start; c < start + params.classes; c++) {
    if (FROM_LOGITS) {
      loss += targets[c] * (sums.logSum - (output[c] - sums.largest));
      counted += targets[c];
    } else {
      let p = output[c] / sums.value;
      loss -= targets[c] * logProbability(clipProbability(p));
      counted += select(targets[c], 0.0, isClipped(p));
    }
  }
  y[row] = loss;
  normalizer[row] = sums.value;
  weight[row] = counted;
}
