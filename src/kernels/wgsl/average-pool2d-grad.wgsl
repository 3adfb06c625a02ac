// dx[n,row,col,c] = sum of dy[n,i,j,c] / count over the windows (i,j) that cover the pixel, where count is the number of
// a window's pixels inside the image. NHWC. One thread per Lanes of dx.
struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, padTop: u32, padLeft: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> dx: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let col = (index / params.channels) % params.inWidth;
  let row = (index / (params.channels * params.inWidth)) % params.inHeight;
  let image = index / (params.channels * params.inWidth * params.inHeight);
  let outRows = covering(row, params.strideHeight, params.windowHeight, params.padTop, params.outHeight);
  let outCols = covering(col, params.strideWidth, params.windowWidth, params.padLeft, params.outWidth);

  var sum = Lanes(0.0);
  for (var outRow = outRows[0]; outRow < outRows[1]; outRow++) {
    let rows = visible(outRow, params.strideHeight, params.windowHeight, params.padTop, params.inHeight);
    for (var outCol = outCols[0]; outCol < outCols[1]; outCol++) {
      let cols = visible(outCol, params.strideWidth, params.windowWidth, params.padLeft, params.inWidth);
      let at = ((image * params.outHeight + outRow) * params.outWidth + outCol) * params.channels + channel;
      sum += dy[at] / f32((rows[1] - rows[0]) * (cols[1] - cols[0]));
    }
  }
  dx[index] = sum;
}
