// With deviation = sqrt(variance[c] + epsilon) and n = (x[r,c] - mean[c]) / deviation:
// dx[r,c] = gamma[c] / deviation * (dy[r,c] - share * (dbeta[c] + n * dgamma[c])), where share is 1 / rows when mean and
// variance are those of x, and 0 when they do not depend on it. With RELU, x came out of a relu, and dx is the gradient
// before it: 0 where x is not above 0. dy, x and dx are (rows, channels).
// One thread per Lanes of channels and chunk of rows.
override RELU: bool = false;

struct Params {
  rows: u32, channels: u32, chunkRows: u32, epsilon: f32, share: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read> x: array<Lanes>;
@group(0) @binding(3) var<storage, read> gamma: array<Lanes>;
@group(0) @binding(4) var<storage, read> mean: array<Lanes>;
@group(0) @binding(5) var<storage, read> variance: array<Lanes>;
@group(0) @binding(6) var<storage, read> dgamma: array<Lanes>;
@group(0) @binding(7) var<storage, read> dbeta: array<Lanes>;
@group(0) @binding(8) var<storage, read_write> dx: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  let center = mean[channel];
  let deviation = sqrt(variance[channel] + params.epsilon);
  let scale = gamma[channel] / deviation;
  let offset = params.share * dbeta[channel];
  let slope = params.share * dgamma[channel] / deviation;
  for (var row = first; row < end; row++) {
    let at = row * params.channels + channel;
    var gradient = scale * (dy[at] - (offset + slope * (x[at] - center)));
    if (RELU) { gradient *= select(Lanes(0.0), Lanes(1.0), x[at] > Lanes(0.0)); }
    dx[at] = gradient;
  }
}
