// dx[n,row,col,c] = sum over u, v, o of dy[n,i,j,o] * weights[u,v,c,o], where i*strideHeight + u*dilationHeight - padTop = row
// and j*strideWidth + v*dilationWidth - padLeft = col, over the (u,v) for which there are such i and j. NHWC. `weights` is
// the filter, a word that WGSL reserves. One thread per element of dx.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, size: u32,
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
  let pixel = index / params.inChannels; // counts (n,row,col)
  let col = pixel % params.inWidth;
  let row = (pixel / params.inWidth) % params.inHeight;
  let image = pixel / (params.inWidth * params.inHeight);

  var sum = 0.0;
  for (var u = 0u; u < params.windowHeight; u++) {
    let down = row + params.padTop - u * params.dilationHeight; // above the first window: wraps to a huge row
    let outRow = down / params.strideHeight;
    if (down % params.strideHeight != 0 || outRow >= params.outHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let right = col + params.padLeft - v * params.dilationWidth;
      let outCol = right / params.strideWidth;
      if (right % params.strideWidth != 0 || outCol >= params.outWidth) { continue; }
      let start = ((image * params.outHeight + outRow) * params.outWidth + outCol) * params.outChannels;
      let tap = ((u * params.windowWidth + v) * params.inChannels + inChannel) * params.outChannels;
      for (var o = 0u; o < params.outChannels; o++) {
        sum += dy[start + o] * weights[tap + o];
      }
    }
  }
  dx[index] = sum;
}
