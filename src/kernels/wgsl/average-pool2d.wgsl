// y[n,i,j,c] = mean of x[n,row,col,c] over the window's pixels inside the image: padding does not count. NHWC. One
// thread per Lanes of y.
struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, padTop: u32, padLeft: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;

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

  var sum = Lanes(0.0);
  for (var row = rows[0]; row < rows[1]; row++) {
    for (var col = cols[0]; col < cols[1]; col++) {
      sum += x[((image * params.inHeight + row) * params.inWidth + col) * params.channels + channel];
    }
  }
  y[index] = sum / f32((rows[1] - rows[0]) * (cols[1] - cols[0]));
}
