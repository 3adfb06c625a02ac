// y[n,i,j,c] = max over the window's pixels inside the image of gamma[c] * (x[n,row,col,c] - mean[c]) / sqrt(variance[c] +
// epsilon) + beta[c], with RELU no less than 0; argmax keeps the winner's flat index in x for the gradient, and the first of
// equals wins. NHWC. One thread per Lanes of y.
override RELU: bool = false;

struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, padTop: u32, padLeft: u32, size: u32,
  epsilon: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read> gamma: array<Lanes>;
@group(0) @binding(3) var<storage, read> beta: array<Lanes>;
@group(0) @binding(4) var<storage, read> mean: array<Lanes>;
@group(0) @binding(5) var<storage, read> variance: array<Lanes>;
@group(0) @binding(6) var<storage, read_write> y: array<Lanes>;
@group(0) @binding(7) var<storage, read_write> argmax: array<LanesU>;

fn activated(value: Lanes) -> Lanes {
  if (RELU) { return select(value, Lanes(0.0), value < Lanes(0.0)); }
  return value;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let outCol = (index / params.channels) % params.outWidth;
  let outRow = (index / (params.channels * params.outWidth)) % params.outHeight;
  let image = index / (params.channels * params.outWidth * params.outHeight);
  let rows = visible(outRow, params.strideHeight, params.windowHeight, params.padTop, params.inHeight);
  let cols = visible(outCol, params.strideWidth, params.windowWidth, params.padLeft, params.inWidth);

  let center = mean[channel];
  let offset = beta[channel];
  let scale = gamma[channel] / sqrt(variance[channel] + params.epsilon);
  let first = ((image * params.inHeight + rows[0]) * params.inWidth + cols[0]) * params.channels + channel;
  var winner = elementsAt(first);
  var best = activated((x[first] - center) * scale + offset);
  for (var row = rows[0]; row < rows[1]; row++) {
    for (var col = cols[0]; col < cols[1]; col++) {
      let at = ((image * params.inHeight + row) * params.inWidth + col) * params.channels + channel;
      let value = activated((x[at] - center) * scale + offset);
      let isGreater = value > best;
      best = select(best, value, isGreater);
      winner = select(winner, elementsAt(at), isGreater);
    }
  }
  y[index] = best;
  argmax[index] = winner;
}
