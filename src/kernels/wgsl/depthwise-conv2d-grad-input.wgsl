// dx[n,row,col,c] = sum of dy[n,i,j,c*multiplier+m] * weights[u,v,c,m] over m and all i, j, u, v that meet at the input
// pixel: i*strideHeight + u*dilationHeight - padTop = row and j*strideWidth + v*dilationWidth - padLeft = col. NHWC.
// `weights` is the filter, a word that WGSL reserves. One thread per element of dx.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, multiplier: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let inChannel = index % params.inChannels;
  let col = (index / params.inChannels) % params.inWidth;
  let row = (index / (params.inChannels * params.inWidth)) % params.inHeight;
  let image = index / (params.inChannels * params.inWidth * params.inHeight);
  let outChannel = inChannel * params.multiplier;

  var sum = 0.0;
  for (var u = 0u; u < params.windowHeight; u++) {
    let down = row + params.padTop - u * params.dilationHeight; // above the first window: wraps to a huge row
    let outRow = down / params.strideHeight;
    if (down % params.strideHeight != 0u || outRow >= params.outHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let right = col + params.padLeft - v * params.dilationWidth;
      let outCol = right / params.strideWidth;
      if (right % params.strideWidth != 0u || outCol >= params.outWidth) { continue; }
      let outStart = ((image * params.outHeight + outRow) * params.outWidth + outCol) * params.outChannels + outChannel;
      let tap = (u * params.windowWidth + v) * params.outChannels + outChannel;
      for (var m = 0u; m < params.multiplier; m++) {
        sum += dy[outStart + m] * weights[tap + m];
      }
    }
  }
  dx[index] = sum;
}
