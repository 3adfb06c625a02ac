// A convolution as a product of matrices of which only b, the filter as (taps and input channels, output channels), exists:
// y[pixel,o] = sum over u, v, c of a[source of the pixel for tap (u,v), c] * b[(u,v,c),o]. NHWC.
// With the window pieces of lib/ it is the convolution itself or, from the outputs' gradient to the inputs', its transpose.
// One subgroup per 8 pixels and COLUMNS channels per lane (lib/subgroup-product.wgsl): each of four lanes reads 8 pixels for
// one c, and all lanes get them from there. Pixels and channels of the last tile that do not exist are computed from
// whatever is read, and not written.
struct Params {
  fromHeight: u32, fromWidth: u32, fromChannels: u32, toHeight: u32, toWidth: u32, toChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, pixels: u32, groups: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;

@compute @workgroup_size(SUBGROUP_SIZE)
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(subgroup_invocation_id) lane: u32,
) {
  let group = flatGroup(id, ids);
  if (group >= params.groups) { return; }
  let columnTiles = (params.toChannels + COLUMNS * SUBGROUP_SIZE - 1u) / (COLUMNS * SUBGROUP_SIZE);
  let channel = (group % columnTiles) * COLUMNS * SUBGROUP_SIZE + 4u * lane;
  let pixel = (group / columnTiles) * 8u;
  let topPixels = pixelsFrom(pixel);
  let bottomPixels = pixelsFrom(pixel + 4u);

  var block = Block();
  for (var u = 0u; u < params.windowHeight; u++) {
    if (!any(rowsInside(topPixels, u)) && !any(rowsInside(bottomPixels, u))) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let top = sourcesOf(topPixels, u, v);
      let bottom = sourcesOf(bottomPixels, u, v);
      if (!any(top.inside) && !any(bottom.inside)) { continue; }
      var atB = (u * params.windowWidth + v) * params.fromChannels * params.toChannels + channel;
      for (var c = 0u; c < params.fromChannels; c += 4u) {
        let held = Rows(channelOf(top, c + lane % 4u), channelOf(bottom, c + lane % 4u));
        multiplyShared(&block, held, atB, params.toChannels, params.fromChannels - c);
        atB += 4u * params.toChannels;
      }
    }
  }

  writeBlock(block, 0u, pixel, channel, params.pixels, params.toChannels);
}

fn channelOf(sources: Sources, c: u32) -> vec4f {
  return vec4f(
    valueOfA(sources.start[0] + c, sources.inside[0]),
    valueOfA(sources.start[1] + c, sources.inside[1]),
    valueOfA(sources.start[2] + c, sources.inside[2]),
    valueOfA(sources.start[3] + c, sources.inside[3]),
  );
}
