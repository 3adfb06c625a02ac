// y[n,i,j,c] = a mix of the x[n,row,col,c] at the taps of i and j (lib/resize-tap.wgsl). NHWC. One thread per Lanes of y.
struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32, size: u32,
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
  let down = tapAt(outRow, params.inHeight, params.outHeight);
  let along = tapAt(outCol, params.inWidth, params.outWidth);

  let first = image * params.inHeight;
  let topLeft = x[((first + down.lower) * params.inWidth + along.lower) * params.channels + channel];
  if (!BILINEAR) {
    y[index] = topLeft;
    return;
  }
  let topRight = x[((first + down.lower) * params.inWidth + along.upper) * params.channels + channel];
  let bottomLeft = x[((first + down.upper) * params.inWidth + along.lower) * params.channels + channel];
  let bottomRight = x[((first + down.upper) * params.inWidth + along.upper) * params.channels + channel];
  let top = topLeft + (topRight - topLeft) * along.fraction;
  let bottom = bottomLeft + (bottomRight - bottomLeft) * along.fraction;
  y[index] = top + (bottom - top) * down.fraction;
}
