// A convolution as a product of matrices of which only b, the filter as (taps and input channels, output channels), exists:
// y[pixel,o] = sum over k = (u,v,c) of a[source of the pixel for tap (u,v), c] * b[k,o]. NHWC.
// With the window pieces of lib/ it is the convolution itself or, from the outputs' gradient to the inputs', its transpose.
// One workgroup per tile of y (lib/tile-product.wgsl): its threads gather a tile of a and copy one of b to workgroup memory,
// multiply them, and go on to the next DEPTH of k. Pixels and channels of the last tile that do not exist are computed from
// whatever is read, and not written; k that do not exist count as 0.
struct Params {
  fromHeight: u32, fromWidth: u32, fromChannels: u32, toHeight: u32, toWidth: u32, toChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, pixels: u32, inner: u32, groups: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;

// Quads of a tile of a that a thread gathers, all for one k: 4 with tiles of 64 rows, 1 with 128.
const MOST_QUADS = 4u;

@compute @workgroup_size(SIDE * SIDE)
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(local_invocation_index) thread: u32,
) {
  let group = flatGroup(id, ids);
  if (group >= params.groups) { return; }
  let columnTiles = (params.toChannels + 8u * SIDE - 1u) / (8u * SIDE);
  let firstChannel = (group % columnTiles) * 8u * SIDE;
  let firstPixel = (group / columnTiles) * 8u * SIDE;

  let gatheredK = thread % DEPTH;
  var gathered: array<Pixels, MOST_QUADS>;
  for (var i = 0u; i < 2u * DEPTH / SIDE; i++) {
    gathered[i] = pixelsFrom(firstPixel + 4u * (thread / DEPTH + i * (SIDE * SIDE / DEPTH)));
  }

  var block = Block();
  for (var first = 0u; first < params.inner; first += DEPTH) {
    let k = first + gatheredK;
    let c = k % params.fromChannels;
    let tap = k / params.fromChannels;
    for (var i = 0u; i < 2u * DEPTH / SIDE; i++) {
      let sources = sourcesOf(gathered[i], tap / params.windowWidth, tap % params.windowWidth);
      let at = sources.start + c;
      let read = vec4f(a[at[0]], a[at[1]], a[at[2]], a[at[3]]);
      let exists = sources.inside & vec4<bool>(k < params.inner);
      tileA[inTile(gatheredK, thread / DEPTH + i * (SIDE * SIDE / DEPTH))] = select(vec4f(0), read, exists);
    }
    for (var i = thread; i < DEPTH * 2u * SIDE; i += SIDE * SIDE) {
      let quad = i % (2u * SIDE);
      let row = first + i / (2u * SIDE);
      let read = quadOfB(row * params.toChannels + firstChannel + 4u * quad);
      tileB[inTile(i / (2u * SIDE), quad)] = select(vec4f(0), read, row < params.inner);
    }
    workgroupBarrier();
    multiplyTiles(&block, thread / SIDE, thread % SIDE);
    workgroupBarrier();
  }

  let pixel = firstPixel + 4u * (thread / SIDE);
  let channel = firstChannel + 4u * (thread % SIDE);
  writeBlock(block, 0u, pixel, channel, params.pixels, params.toChannels);
}
