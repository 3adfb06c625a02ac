// y[k,u,v,c,o] = sum of x[n, i*strideHeight + u*dilationHeight - padTop, j*strideWidth + v*dilationWidth - padLeft, c]
// * dy[n,i,j,o] over chunk k of the output lines (n,i) and all j, over the pixels inside the image: the chunks add up to
// the filter's gradient. NHWC. One thread per element of y.
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
  let outChannel = index % params.outChannels;
  let inChannel = (index / params.outChannels) % params.inChannels;
  let tap = index / (params.outChannels * params.inChannels); // counts (k,u,v)
  let v = tap % params.windowWidth;
  let u = (tap / params.windowWidth) % params.windowHeight;
  let chunk = tap / (params.windowWidth * params.windowHeight);

  var sum = 0.0;
  let end = min((chunk + 1u) * params.chunkLines, params.lines);
  for (var line = chunk * params.chunkLines; line < end; line++) {
    let image = line / params.outHeight;
    let outRow = line % params.outHeight;
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop; // above the image: wraps to a huge row
    if (row >= params.inHeight) { continue; }
    for (var outCol = 0u; outCol < params.outWidth; outCol++) {
      let col = outCol * params.strideWidth + v * params.dilationWidth - params.padLeft;
      if (col >= params.inWidth) { continue; }
      let at = ((image * params.inHeight + row) * params.inWidth + col) * params.inChannels + inChannel;
      sum += x[at] * dy[(line * params.outWidth + outCol) * params.outChannels + outChannel];
    }
  }
  y[index] = sum;
}
