// y[n,i,j,c] = max of x[n,row,col,c] over the window's pixels inside the image; argmax keeps the winner's flat index in
// x for the gradient, and the first of equals wins. NHWC. One thread per Lanes of y.
struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, padTop: u32, padLeft: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;
@group(0) @binding(3) var<storage, read_write> argmax: array<LanesU>;

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

  let first = ((image * params.inHeight + rows[0]) * params.inWidth + cols[0]) * params.channels + channel;
  var winner = elementsAt(first);
  var best = x[first];
  for (var row = rows[0]; row < rows[1]; row++) {
    for (var col = cols[0]; col < cols[1]; col++) {
      let at = ((image * params.inHeight + row) * params.inWidth + col) * params.channels + channel;
      let value = x[at];
      let isGreater = value > best;
      best = select(best, value, isGreater);
      winner = select(winner, elementsAt(at), isGreater);
    }
  }
  y[index] = best;
  argmax[index] = winner;
}
