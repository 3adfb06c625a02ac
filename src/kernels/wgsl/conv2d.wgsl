// y[n,i,j,o] = sum over u, v, c of x[n, i*strideHeight + u*dilationHeight - padTop,
//                                   j*strideWidth + v*dilationWidth - padLeft, c] * weights[u,v,c,o]
// over the pixels inside the image. NHWC. `weights` is the filter, a word that WGSL reserves. One thread per element of y.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, size: u32,
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
  let pixel = index / params.outChannels; // counts (n,i,j)
  let outCol = pixel % params.outWidth;
  let outRow = (pixel / params.outWidth) % params.outHeight;
  let image = pixel / (params.outWidth * params.outHeight);

  var sum = 0.0;
  for (var u = 0u; u < params.windowHeight; u++) {
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop; // above the image: wraps to a huge row
    if (row >= params.inHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let col = outCol * params.strideWidth + v * params.dilationWidth - params.padLeft;
      if (col >= params.inWidth) { continue; }
      let start = ((image * params.inHeight + row) * params.inWidth + col) * params.inChannels;
      let tap = (u * params.windowWidth + v) * params.inChannels;
      for (var c = 0u; c < params.inChannels; c++) {
        sum += x[start + c] * weights[(tap + c) * params.outChannels + outChannel];
      }
    }
  }
  y[index] = sum;
}
