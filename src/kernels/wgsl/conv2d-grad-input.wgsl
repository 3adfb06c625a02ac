// dx[n,row,col,c] = sum of dy[n,i,j,o] * weights[u,v,c,o] over o and all i, j, u, v that meet at the input pixel:
// i*strideHeight + u*dilationHeight - padTop = row and j*strideWidth + v*dilationWidth - padLeft = col. NHWC.
// `weights` is the filter, a word that WGSL reserves.
// One thread per 4 neighboring pixels of an input row and 4 neighboring input channels: eight numbers read make sixteen
// products. Pixels and channels of the last tile that do not exist are computed from whatever is read, and not written.
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
  let channelTiles = (params.inChannels + 3u) / 4u;
  let colTiles = (params.inWidth + 3u) / 4u;
  let inChannel = (index % channelTiles) * 4u;
  let col = ((index / channelTiles) % colTiles) * 4u;
  let line = index / (channelTiles * colTiles); // counts (n,row)
  let image = line / params.inHeight;
  let row = line % params.inHeight;

  var sum = mat4x4f(); // sum[pixel][channel]
  for (var u = 0u; u < params.windowHeight; u++) {
    let down = row + params.padTop - u * params.dilationHeight; // above the first window: wraps to a huge row
    let outRow = down / params.strideHeight;
    if (down % params.strideHeight != 0 || outRow >= params.outHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let right = col + vec4u(0, 1, 2, 3) + params.padLeft - v * params.dilationWidth;
      let outCols = right / params.strideWidth;
      let met = (right % params.strideWidth == vec4u(0)) & (outCols < vec4u(params.outWidth));
      let pixels = (image * params.outHeight + outRow) * params.outWidth + select(vec4u(0), outCols, met);
      let starts = pixels * params.outChannels;
      let tap = (u * params.windowWidth + v) * params.inChannels + inChannel;
      let at = (tap + vec4u(0, 1, 2, 3)) * params.outChannels;
      for (var o = 0u; o < params.outChannels; o++) {
        let read = vec4f(dy[starts[0] + o], dy[starts[1] + o], dy[starts[2] + o], dy[starts[3] + o]);
        let values = select(vec4f(0), read, met);
        let taps = vec4f(weights[at[0] + o], weights[at[1] + o], weights[at[2] + o], weights[at[3] + o]);
        sum += mat4x4f(values[0] * taps, values[1] * taps, values[2] * taps, values[3] * taps);
      }
    }
  }

  for (var k = 0u; k < min(4u, params.inWidth - col); k++) {
    let start = (line * params.inWidth + col + k) * params.inChannels + inChannel;
    for (var lane = 0u; lane < min(4u, params.inChannels - inChannel); lane++) {
      dx[start + lane] = sum[k][lane];
    }
  }
}
