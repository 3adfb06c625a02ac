// With z = targets[n,k] and x = output[n,k], both (rows, columns): y[n] = mean over k of
// logits: max(x, 0) - x*z + log(1 + exp(-|x|)); probabilities: -z*log(p) - (1-z)*log(1-p), where p = clip(x).
// One thread per row.
override FROM_LOGITS: bool = false;

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
    let z = targets[k];
    let x = output[k];
    if (FROM_LOGITS) {
      sum += max(x, 0.0) - x * z + log(1.0 + exp(-abs(x)));
    } else {
      let p = clipProbability(x);
      sum -= z * logProbability(p) + (1.0 - z) * logProbability(1.0 - p);
    }
  }
  y[row] = sum / f32(params.columns);
}
