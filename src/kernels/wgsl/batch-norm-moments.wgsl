// For the rows r of chunk k: mean[k,c] = mean of x[r,c], and squares[k,c] = scale * sum of (x[r,c] - mean[k,c])^2. Deviations
// from the chunk's mean are squared, not x itself, whose squares would lose all digits where the mean is large.
// x is (rows, channels), mean and squares are (chunks, channels); the last chunk may be shorter.
// One thread per Lanes of mean.
struct Params {
  rows: u32, channels: u32, chunkRows: u32, scale: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> mean: array<Lanes>;
@group(0) @binding(3) var<storage, read_write> squares: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  var sum = Lanes(0.0);
  for (var row = first; row < end; row++) { sum += x[row * params.channels + channel]; }
  let center = sum / f32(end - first);

  var squared = Lanes(0.0);
  for (var row = first; row < end; row++) {
    let difference = x[row * params.channels + channel] - center;
    squared += difference * difference;
  }
  mean[index] = center;
  squares[index] = squared * params.scale;
}
