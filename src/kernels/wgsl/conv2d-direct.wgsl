// A convolution as a product of matrices that exist nowhere:
// y[pixel,o] = sum over u, v, c of a[source of the pixel for tap (u,v), c] * b[tap (u,v), c, o].
// a is the image and b the filter; steps say where in b the taps, input and output channels are. NHWC.
// With the window pieces of lib/ it is the convolution itself or, from the outputs' gradient to the inputs', its transpose.
// One thread per 8 pixels and COLUMNS output channels, without workgroup memory. Each number of a that it reads is
// multiplied by all its columns of b, and each of b by all its pixels. Pixels and channels of the last tile that do not
// exist are computed from whatever is read, and not written.
struct Params {
  fromHeight: u32, fromWidth: u32, fromChannels: u32, toHeight: u32, toWidth: u32, toChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, pixels: u32, tapStepB: u32, innerStepB: u32, columnStepB: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let columnTiles = (params.toChannels + COLUMNS - 1u) / COLUMNS;
  let channel = (index % columnTiles) * COLUMNS;
  let pixel = (index / columnTiles) * 8u;
  let topPixels = pixelsFrom(pixel);
  let bottomPixels = pixelsFrom(pixel + 4u);

  var sum0 = Columns();
  var sum1 = Columns();
  var sum2 = Columns();
  var sum3 = Columns();
  var sum4 = Columns();
  var sum5 = Columns();
  var sum6 = Columns();
  var sum7 = Columns();
  for (var u = 0u; u < params.windowHeight; u++) {
    if (!any(rowsInside(topPixels, u)) && !any(rowsInside(bottomPixels, u))) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let top = sourcesOf(topPixels, u, v);
      let bottom = sourcesOf(bottomPixels, u, v);
      if (!any(top.inside) && !any(bottom.inside)) { continue; }
      var atB = (u * params.windowWidth + v) * params.tapStepB + channel * params.columnStepB;
      for (var c = 0u; c < params.fromChannels; c++) {
        let columns = columnsOfB(atB, params.columnStepB);
        sum0 += valueOfA(top.start[0] + c, top.inside[0]) * columns;
        sum1 += valueOfA(top.start[1] + c, top.inside[1]) * columns;
        sum2 += valueOfA(top.start[2] + c, top.inside[2]) * columns;
        sum3 += valueOfA(top.start[3] + c, top.inside[3]) * columns;
        sum4 += valueOfA(bottom.start[0] + c, bottom.inside[0]) * columns;
        sum5 += valueOfA(bottom.start[1] + c, bottom.inside[1]) * columns;
        sum6 += valueOfA(bottom.start[2] + c, bottom.inside[2]) * columns;
        sum7 += valueOfA(bottom.start[3] + c, bottom.inside[3]) * columns;
        atB += params.innerStepB;
      }
    }
  }

  writePixel(pixel, channel, sum0);
  writePixel(pixel + 1u, channel, sum1);
  writePixel(pixel + 2u, channel, sum2);
  writePixel(pixel + 3u, channel, sum3);
  writePixel(pixel + 4u, channel, sum4);
  writePixel(pixel + 5u, channel, sum5);
  writePixel(pixel + 6u, channel, sum6);
  writePixel(pixel + 7u, channel, sum7);
}

fn writePixel(pixel: u32, channel: u32, sums: Columns) {
  if (pixel >= params.pixels) { return; }
  writeColumns(pixel * params.toChannels + channel, sums, channel, params.toChannels);
}
