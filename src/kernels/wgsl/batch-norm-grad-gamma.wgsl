// dgamma[k,c] = sum of dy[r,c] * (x[r,c] - mean[c]) / sqrt(variance[c] + epsilon) over the rows r of chunk k; the chunks add
// up to the gradient. dy and x are (rows, channels); the last chunk may be shorter.
// One thread per element of dgamma.
struct Params {
  rows: u32, channels: u32, chunkRows: u32, epsilon: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;
@group(0) @binding(4) var<storage, read> variance: array<f32>;
@group(0) @binding(5) var<storage, read_write> dgamma: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  var sum = 0.0;
  for (var row = first; row < end; row++) {
    let at = row * params.channels + channel;
    sum += dy[at] * (x[at] - mean[channel]);
  }
  dgamma[index] = sum / sqrt(variance[channel] + params.epsilon);
}
