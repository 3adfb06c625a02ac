// dbeta[k,c] = sum of dy[r,c] and dgamma[k,c] = sum of dy[r,c] * (x[r,c] - mean[c]) / sqrt(variance[c] + epsilon) over the
// rows r of chunk k; the chunks add up to the gradients. dy and x are (rows, channels); the last chunk may be shorter.
// One thread per Lanes of dbeta.
struct Params {
  rows: u32, channels: u32, chunkRows: u32, epsilon: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read> x: array<Lanes>;
@group(0) @binding(3) var<storage, read> mean: array<Lanes>;
@group(0) @binding(4) var<storage, read> variance: array<Lanes>;
@group(0) @binding(5) var<storage, read_write> dbeta: array<Lanes>;
@group(0) @binding(6) var<storage, read_write> dgamma: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  let center = mean[channel];
  var sum = Lanes(0.0);
  var sumOfProducts = Lanes(0.0);
  for (var row = first; row < end; row++) {
    let at = row * params.channels + channel;
    sum += dy[at];
    sumOfProducts += dy[at] * (x[at] - center);
  }
  dbeta[index] = sum;
  dgamma[index] = sumOfProducts / sqrt(variance[channel] + params.epsilon);
}
