// With deviation = sqrt(variance[c] + epsilon) and n = (x[m,c] - mean[c]) / deviation:
// dx[m,c] = gamma[c] / deviation * (dy[m,c] - share * (dbeta[c] + n * dgamma[c])), where share is 1 / rows when mean and
// variance are those of x, and 0 when they do not depend on it. dy, x and dx are (rows, channels). One thread per element.
struct Params {
  channels: u32, epsilon: f32, share: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read> mean: array<f32>;
@group(0) @binding(5) var<storage, read> variance: array<f32>;
@group(0) @binding(6) var<storage, read> dgamma: array<f32>;
@group(0) @binding(7) var<storage, read> dbeta: array<f32>;
@group(0) @binding(8) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let deviation = sqrt(variance[channel] + params.epsilon);
  let normalized = (x[index] - mean[channel]) / deviation;
  let throughStatistics = params.share * (dbeta[channel] + normalized * dgamma[channel]);
  dx[index] = gamma[channel] / deviation * (dy[index] - throughStatistics);
}
