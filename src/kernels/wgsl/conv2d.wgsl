// y[n,i,j,o] = sum over u, v, c of x[n, i*strideHeight + u*dilationHeight - padTop,
//                                   j*strideWidth + v*dilationWidth - padLeft, c] * weights[u,v,c,o]
// over the pixels inside the image. NHWC. `weights` is the filter, a word that WGSL reserves.
// One thread per 4 neighboring pixels of an output row and 4 neighboring output channels: eight numbers read make
// sixteen products. Pixels and channels of the last tile that do not exist are computed from whatever is read, and not
// written.
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
  let channelTiles = (params.outChannels + 3u) / 4u;
  let colTiles = (params.outWidth + 3u) / 4u;
  let outChannel = (index % channelTiles) * 4u;
  let outCol = ((index / channelTiles) % colTiles) * 4u;
  let line = index / (channelTiles * colTiles); // counts (n,i)
  let image = line / params.outHeight;
  let outRow = line % params.outHeight;

  var sum = mat4x4f(); // sum[pixel][channel]
  for (var u = 0u; u < params.windowHeight; u++) {
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop; // above the image: wraps to a huge row
    if (row >= params.inHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let cols = (outCol + vec4u(0, 1, 2, 3)) * params.strideWidth + v * params.dilationWidth - params.padLeft;
      let inside = cols < vec4u(params.inWidth);
      let pixels = (image * params.inHeight + row) * params.inWidth + select(vec4u(0), cols, inside);
      let starts = pixels * params.inChannels;
      var at = (u * params.windowWidth + v) * params.inChannels * params.outChannels + outChannel;
      for (var c = 0u; c < params.inChannels; c++) {
        let read = vec4f(x[starts[0] + c], x[starts[1] + c], x[starts[2] + c], x[starts[3] + c]);
        let values = select(vec4f(0), read, inside);
        let taps = vec4f(weights[at], weights[at + 1], weights[at + 2], weights[at + 3]);
        sum += mat4x4f(values[0] * taps, values[1] * taps, values[2] * taps, values[3] * taps);
        at += params.outChannels;
      }
    }
  }

  for (var k = 0u; k < min(4u, params.outWidth - outCol); k++) {
    let start = (line * params.outWidth + outCol + k) * params.outChannels + outChannel;
    for (var lane = 0u; lane < min(4u, params.outChannels - outChannel); lane++) {
      y[start + lane] = sum[k][lane];
    }
  }
}
