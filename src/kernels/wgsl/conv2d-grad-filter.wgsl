// y[k,u,v,c,o] = sum of x[n, i*strideHeight + u*dilationHeight - padTop, j*strideWidth + v*dilationWidth - padLeft, c]
// * dy[n,i,j,o] over chunk k of the output lines (n,i) and all j, over the pixels inside the image: the chunks add up to
// the filter's gradient. NHWC.
// One thread per chunk, filter tap, 4 neighboring input channels and 4 neighboring output channels: eight numbers read
// make sixteen products. Channels of the last tile that do not exist are computed from whatever is read, and not written.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, lines: u32, chunkLines: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let outTiles = (params.outChannels + 3u) / 4u;
  let inTiles = (params.inChannels + 3u) / 4u;
  let outChannel = (index % outTiles) * 4u;
  let inChannel = ((index / outTiles) % inTiles) * 4u;
  let tap = index / (outTiles * inTiles); // counts (k,u,v)
  let v = tap % params.windowWidth;
  let u = (tap / params.windowWidth) % params.windowHeight;
  let chunk = tap / (params.windowWidth * params.windowHeight);

  var sum = mat4x4f(); // sum[input channel][output channel]
  let end = min((chunk + 1u) * params.chunkLines, params.lines);
  for (var line = chunk * params.chunkLines; line < end; line++) {
    let image = line / params.outHeight;
    let outRow = line % params.outHeight;
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop; // above the image: wraps to a huge row
    if (row >= params.inHeight) { continue; }
    for (var outCol = 0u; outCol < params.outWidth; outCol++) {
      let col = outCol * params.strideWidth + v * params.dilationWidth - params.padLeft;
      if (col >= params.inWidth) { continue; }
      let inAt = ((image * params.inHeight + row) * params.inWidth + col) * params.inChannels + inChannel;
      let outAt = (line * params.outWidth + outCol) * params.outChannels + outChannel;
      let values = vec4f(x[inAt], x[inAt + 1], x[inAt + 2], x[inAt + 3]);
      let slopes = vec4f(dy[outAt], dy[outAt + 1], dy[outAt + 2], dy[outAt + 3]);
      sum += mat4x4f(values[0] * slopes, values[1] * slopes, values[2] * slopes, values[3] * slopes);
    }
  }

  for (var k = 0u; k < min(4u, params.inChannels - inChannel); k++) {
    let start = (tap * params.inChannels + inChannel + k) * params.outChannels + outChannel;
    for (var lane = 0u; lane < min(4u, params.outChannels - outChannel); lane++) {
      y[start + lane] = sum[k][lane];
    }
  }
}
