// With z = targets[n,k] and x = output[n,k], both (rows, columns): doutput[n,k] = dy[n] / columns times
// logits: sigmoid(x) - z; probabilities: (x - z) / (x*(1-x)), or 0 where x was clipped. One thread per element of doutput.
override FROM_LOGITS: bool = false;

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
  let z = targets[index];
  let x = output[index];
  var slope = 0.0;
  if (FROM_LOGITS) {
    // exp never overflows here, whatever the sign of x.
    let decay = exp(-abs(x));
    slope = select(decay, 1.0, x >= 0.0) / (1.0 + decay) - z;
  } else if (!isClipped(x)) {
    slope = (x - z) / (x * (1.0 - x));
  }
  doutput[index] = dy[index / params.columns] / f32(params.columns) * slope;
}
