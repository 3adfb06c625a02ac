// Makes the moments of many chunks those of few larger ones. Chunk p of the many has n(p) rows of x, their mean and the sum
// of their squared deviations from it; all have `covered` rows but the last. Over the parts p of chunk k:
// mean[k,c] = sum of n(p) * partMean[p,c] / sum of n(p), and
// squares[k,c] = scale * sum of (partSquares[p,c] + n(p) * (partMean[p,c] - mean[k,c])^2).
// T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
// partMean is (parts, channels), mean is (chunks, channels). One thread per Lanes of mean.
struct Params {
  rows: u32, covered: u32, parts: u32, channels: u32, chunkParts: u32, scale: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> partMean: array<Lanes>;
@group(0) @binding(2) var<storage, read> partSquares: array<Lanes>;
@group(0) @binding(3) var<storage, read_write> mean: array<Lanes>;
@group(0) @binding(4) var<storage, read_write> squares: array<Lanes>;

fn rowsOf(part: u32) -> f32 { return f32(min(params.covered, params.rows - part * params.covered)); }

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkParts;
  let end = min(first + params.chunkParts, params.parts);

  var sum = Lanes(0.0);
  var count = 0.0;
  for (var part = first; part < end; part++) {
    sum += rowsOf(part) * partMean[part * params.channels + channel];
    count += rowsOf(part);
  }
  let center = sum / count;

  var squared = Lanes(0.0);
  for (var part = first; part < end; part++) {
    let at = part * params.channels + channel;
    let difference = partMean[at] - center;
    squared += partSquares[at] + rowsOf(part) * difference * difference;
  }
  mean[index] = center;
  squares[index] = squared * params.scale;
}
