// The gradient of a convolution's filter as a product of matrices of which only b, the gradient of the outputs, exists:
// y[chunk,(u,v,c),o] = sum over the pixels of a chunk of a[source of the pixel for tap (u,v), c] * b[pixel,o].
// a is the image; a chunk is `chunkPixels` pixels of outputs, and the chunks add up to the gradient. NHWC.
// One workgroup per chunk and tile of y (lib/tile-product.wgsl): its threads gather a tile of a and copy one of b to
// workgroup memory, multiply them, and go on to the next DEPTH pixels. Rows and channels of the last tile that do not exist
// are computed from whatever is read, and not written; pixels that do not exist count as 0.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, pixels: u32, chunkPixels: u32, rows: u32, groups: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;

// What four rows of the filter meet at an output pixel.
fn quadOfA(taps: Taps, pixel: u32) -> vec4f {
  let line = pixel / params.outWidth;
  let rows = (line % params.outHeight) * params.strideHeight + taps.down;
  let cols = (pixel % params.outWidth) * params.strideWidth + taps.right;
  let lines = (line / params.outHeight) * params.inHeight + rows;
  let at = (lines * params.inWidth + cols) * params.inChannels + taps.channel;
  let inside = (rows < vec4u(params.inHeight)) & (cols < vec4u(params.inWidth));
  return vec4f(
    valueOfA(at[0], inside[0]), valueOfA(at[1], inside[1]), valueOfA(at[2], inside[2]), valueOfA(at[3], inside[3]),
  );
}

@compute @workgroup_size(SIDE * SIDE)
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(local_invocation_index) thread: u32,
) {
  let group = flatGroup(id, ids);
  if (group >= params.groups) { return; }
  let columnTiles = (params.outChannels + 8u * SIDE - 1u) / (8u * SIDE);
  let rowTiles = (params.rows + 8u * SIDE - 1u) / (8u * SIDE);
  let firstChannel = (group % columnTiles) * 8u * SIDE;
  let firstRow = ((group / columnTiles) % rowTiles) * 8u * SIDE;
  let chunk = group / (columnTiles * rowTiles);

  let quad = thread % (2u * SIDE);
  let taps = tapsFrom(firstRow + 4u * quad);
  var block = Block();
  let end = min((chunk + 1u) * params.chunkPixels, params.pixels);
  for (var first = chunk * params.chunkPixels; first < end; first += DEPTH) {
    for (var k = thread / (2u * SIDE); k < DEPTH; k += SIDE / 2u) {
      let pixel = first + k;
      tileA[inTile(k, quad)] = select(vec4f(0), quadOfA(taps, pixel), pixel < end);
      let read = quadOfB(pixel * params.outChannels + firstChannel + 4u * quad);
      tileB[inTile(k, quad)] = select(vec4f(0), read, pixel < end);
    }
    workgroupBarrier();
    multiplyTiles(&block, thread / SIDE, thread % SIDE);
    workgroupBarrier();
  }

  let start = chunk * params.rows * params.outChannels;
  let row = firstRow + 4u * (thread / SIDE);
  let channel = firstChannel + 4u * (thread % SIDE);
  writeBlock(block, start, row, channel, params.rows, params.outChannels);
}
