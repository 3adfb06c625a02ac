// y[r,c] = gamma[c] * (x[r,c] - mean[c]) / sqrt(variance[c] + epsilon) + beta[c], with RELU no less than 0; x and y are
// (rows, channels). One thread per Lanes of channels and chunk of rows.
override RELU: bool = false;

struct Params {
  rows: u32, channels: u32, chunkRows: u32, epsilon: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read> gamma: array<Lanes>;
@group(0) @binding(3) var<storage, read> beta: array<Lanes>;
@group(0) @binding(4) var<storage, read> mean: array<Lanes>;
@group(0) @binding(5) var<storage, read> variance: array<Lanes>;
@group(0) @binding(6) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  let center = mean[channel];
  let offset = beta[channel];
  let scale = gamma[channel] / sqrt(variance[channel] + params.epsilon);
  for (var row = first; row < end; row++) {
    let at = row * params.channels + channel;
    var value = (x[at] - center) * scale + offset;
    if (RELU) { value = select(value, Lanes(0.0), value < Lanes(0.0)); }
    y[at] = value;
  }
}
