// y[m,c] = gamma[c] * (x[m,c] - mean[c]) / sqrt(variance[c] + epsilon) + beta[c], with x and y (rows, channels).
// One thread per element of y.
struct Params {
  channels: u32, epsilon: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> gamma: array<f32>;
@group(0) @binding(3) var<storage, read> beta: array<f32>;
@group(0) @binding(4) var<storage, read> mean: array<f32>;
@group(0) @binding(5) var<storage, read> variance: array<f32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let normalized = (x[index] - mean[channel]) / sqrt(variance[channel] + params.epsilon);
  y[index] = gamma[channel] * normalized + beta[channel];
}
