// y[n,i,j,c*multiplier+m] = sum over u, v of x[n, i*strideHeight + u*dilationHeight - padTop,
//                                              j*strideWidth + v*dilationWidth - padLeft, c] * weights[u,v,c,m]
// over the pixels inside the image. NHWC. `weights` is the filter, a word that WGSL reserves.
// One thread per element of y.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, multiplier: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let outChannel = index % params.outChannels;
  let inChannel = outChannel / params.multiplier;
  let outCol = (index / params.outChannels) % params.outWidth;
  let outRow = (index / (params.outChannels * params.outWidth)) % params.outHeight;
  let image = index / (params.outChannels * params.outWidth * params.outHeight);

  var sum = 0.0;
  for (var u = 0u; u < params.windowHeight; u++) {
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop; // above the image: wraps to a huge row
    if (row >= params.inHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let col = outCol * params.strideWidth + v * params.dilationWidth - params.padLeft;
      if (col >= params.inWidth) { continue; }
      let at = ((image * params.inHeight + row) * params.inWidth + col) * params.inChannels + inChannel;
      sum += x[at] * weights[(u * params.windowWidth + v) * params.outChannels + outChannel];
    }
  }
  y[index] = sum;
}
