// The gradient of a convolution's filter as a product of matrices that exist nowhere:
// y[chunk,(u,v,c),o] = sum over the pixels of a chunk of a[source of the pixel for tap (u,v), c] * b[pixel,o].
// a is the image and b the gradient of the outputs; a chunk is `chunkLines` lines (n,i) of outputs, and the chunks add up
// to the gradient. NHWC.
// One thread per chunk, 8 rows (u,v,c) and COLUMNS output channels, without workgroup memory. Each number of a that it
// reads is multiplied by all its columns of b, and each of b by all its rows. Rows and channels of the last tile that do
// not exist are computed from whatever is read, and not written.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, lines: u32, chunkLines: u32, rows: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let columnTiles = (params.outChannels + COLUMNS - 1u) / COLUMNS;
  let rowTiles = (params.rows + 7u) / 8u;
  let channel = (index % columnTiles) * COLUMNS;
  let row = ((index / columnTiles) % rowTiles) * 8u;
  let chunk = index / (columnTiles * rowTiles);
  let top = tapsFrom(row);
  let bottom = tapsFrom(row + 4u);

  var sum0 = Columns();
  var sum1 = Columns();
  var sum2 = Columns();
  var sum3 = Columns();
  var sum4 = Columns();
  var sum5 = Columns();
  var sum6 = Columns();
  var sum7 = Columns();
  let end = min((chunk + 1u) * params.chunkLines, params.lines);
  for (var line = chunk * params.chunkLines; line < end; line++) {
    let firstRow = (line % params.outHeight) * params.strideHeight;
    let imageRow = (line / params.outHeight) * params.inHeight;
    let topRows = firstRow + top.down;
    let bottomRows = firstRow + bottom.down;
    let topInside = topRows < vec4u(params.inHeight);
    let bottomInside = bottomRows < vec4u(params.inHeight);
    var atTop = ((imageRow + topRows) * params.inWidth + top.right) * params.inChannels + top.channel;
    var atBottom = ((imageRow + bottomRows) * params.inWidth + bottom.right) * params.inChannels + bottom.channel;
    var atB = line * params.outWidth * params.outChannels + channel;
    for (var outCol = 0u; outCol < params.outWidth; outCol++) {
      let inTop = topInside & (outCol * params.strideWidth + top.right < vec4u(params.inWidth));
      let inBottom = bottomInside & (outCol * params.strideWidth + bottom.right < vec4u(params.inWidth));
      let columns = columnsOfB(atB, 1u);
      sum0 += valueOfA(atTop[0], inTop[0]) * columns;
      sum1 += valueOfA(atTop[1], inTop[1]) * columns;
      sum2 += valueOfA(atTop[2], inTop[2]) * columns;
      sum3 += valueOfA(atTop[3], inTop[3]) * columns;
      sum4 += valueOfA(atBottom[0], inBottom[0]) * columns;
      sum5 += valueOfA(atBottom[1], inBottom[1]) * columns;
      sum6 += valueOfA(atBottom[2], inBottom[2]) * columns;
      sum7 += valueOfA(atBottom[3], inBottom[3]) * columns;
      atTop += params.strideWidth * params.inChannels;
      atBottom += params.strideWidth * params.inChannels;
      atB += params.outChannels;
    }
  }

  writeRow(chunk, row, channel, sum0);
  writeRow(chunk, row + 1u, channel, sum1);
  writeRow(chunk, row + 2u, channel, sum2);
  writeRow(chunk, row + 3u, channel, sum3);
  writeRow(chunk, row + 4u, channel, sum4);
  writeRow(chunk, row + 5u, channel, sum5);
  writeRow(chunk, row + 6u, channel, sum6);
  writeRow(chunk, row + 7u, channel, sum7);
}

fn writeRow(chunk: u32, row: u32, channel: u32, sums: Columns) {
  if (row >= params.rows) { return; }
  writeColumns((chunk * params.rows + row) * params.outChannels + channel, sums, channel, params.outChannels);
}
