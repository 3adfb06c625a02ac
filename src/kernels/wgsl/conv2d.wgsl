// y[n,i,j,o] = sum over u, v, c of x[n, i*strideHeight + u*dilationHeight - padTop,
//                                   j*strideWidth + v*dilationWidth - padLeft, c] * weights[u,v,c,o]
// over the pixels inside the image. NHWC. `weights` is the filter, a word that WGSL reserves.
// One thread per output pixel and 4 consecutive output channels; the last thread of a pixel may compute channels that
// do not exist, whose sums it does not write.
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
  let channelGroups = (params.outChannels + 3u) / 4u;
  let outChannel = (index % channelGroups) * 4u;
  let pixel = index / channelGroups;
  let outCol = pixel % params.outWidth;
  let outRow = (pixel / params.outWidth) % params.outHeight;
  let image = pixel / (params.outWidth * params.outHeight);

  var sum = vec4f(0.0);
  for (var u = 0u; u < params.windowHeight; u++) {
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop; // above the image: wraps to a huge row
    if (row >= params.inHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let col = outCol * params.strideWidth + v * params.dilationWidth - params.padLeft;
      if (col >= params.inWidth) { continue; }
      let inStart = ((image * params.inHeight + row) * params.inWidth + col) * params.inChannels;
      var at = (u * params.windowWidth + v) * params.inChannels * params.outChannels + outChannel;
      for (var c = 0u; c < params.inChannels; c++) {
        sum += x[inStart + c] * vec4f(weights[at], weights[at + 1u], weights[at + 2u], weights[at + 3u]);
        at += params.outChannels;
      }
    }
  }
  for (var lane = 0u; lane < min(4u, params.outChannels - outChannel); lane++) {
    y[pixel * params.outChannels + outChannel + lane] = sum[lane];
  }
}
