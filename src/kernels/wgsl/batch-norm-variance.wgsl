// y[k,c] = scale * sum of (x[r,c] - mean[c])^2 over the rows r of chunk k; with scale = 1 / rows the chunks add up to the
// biased variance. x is (rows, channels), y is (chunks, channels); the last chunk may be shorter.
// One thread per element of y.
struct Params {
  rows: u32, channels: u32, chunkRows: u32, scale: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  var sum = 0.0;
  for (var row = first; row < end; row++) {
    let difference = x[row * params.channels + channel] - mean[channel];
    sum += difference * difference;
  }
  y[index] = sum * params.scale;
}
