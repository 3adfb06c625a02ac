// The gradient of a convolution's filter as a product of matrices that exist nowhere:
// y[chunk,(u,v,c),o] = sum over the pixels of a chunk of a[source of the pixel for tap (u,v), c] * b[pixel,o].
// a is the image and b the gradient of the outputs; a chunk is `chunkLines` lines (n,i) of outputs, and the chunks add up
// to the gradient. NHWC.
// One subgroup per chunk, 8 rows (u,v,c) and COLUMNS channels per lane (lib/subgroup-product.wgsl): each of four lanes reads
// 8 rows for one pixel, and all lanes get them from there. Rows and channels of the last tile that do not exist are computed
// from whatever is read, and not written.
struct Params {
  inHeight: u32, inWidth: u32, inChannels: u32, outHeight: u32, outWidth: u32, outChannels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, dilationHeight: u32, dilationWidth: u32,
  padTop: u32, padLeft: u32, lines: u32, chunkLines: u32, rows: u32, groups: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;

@compute @workgroup_size(SUBGROUP_SIZE)
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(subgroup_invocation_id) lane: u32,
) {
  let group = flatGroup(id, ids);
  if (group >= params.groups) { return; }
  let columnTiles = (params.outChannels + COLUMNS * SUBGROUP_SIZE - 1u) / (COLUMNS * SUBGROUP_SIZE);
  let rowTiles = (params.rows + 7u) / 8u;
  let channel = (group % columnTiles) * COLUMNS * SUBGROUP_SIZE + 4u * lane;
  let row = ((group / columnTiles) % rowTiles) * 8u;
  let chunk = group / (columnTiles * rowTiles);
  let top = tapsFrom(row);
  let bottom = tapsFrom(row + 4u);

  var block = Block();
  let end = min((chunk + 1u) * params.chunkLines, params.lines);
  for (var line = chunk * params.chunkLines; line < end; line++) {
    let firstRow = (line % params.outHeight) * params.strideHeight;
    let imageRow = (line / params.outHeight) * params.inHeight;
    var atB = line * params.outWidth * params.outChannels + channel;
    for (var outCol = 0u; outCol < params.outWidth; outCol += 4u) {
      let firstCol = (outCol + lane % 4u) * params.strideWidth;
      let held = Rows(rowsOfA(top, imageRow, firstRow, firstCol), rowsOfA(bottom, imageRow, firstRow, firstCol));
      multiplyShared(&block, held, atB, params.outChannels, params.outWidth - outCol);
      atB += 4u * params.outChannels;
    }
  }

  writeBlock(block, chunk * params.rows * params.outChannels, row, channel, params.rows, params.outChannels);
}

// Four rows of a at the pixel whose window begins at firstRow and firstCol.
fn rowsOfA(taps: Taps, imageRow: u32, firstRow: u32, firstCol: u32) -> vec4f {
  let rows = firstRow + taps.down;
  let cols = firstCol + taps.right;
  let inside = (rows < vec4u(params.inHeight)) & (cols < vec4u(params.inWidth));
  let at = ((imageRow + rows) * params.inWidth + cols) * params.inChannels + taps.channel;
  return vec4f(
    valueOfA(at[0], inside[0]), valueOfA(at[1], inside[1]), valueOfA(at[2], inside[2]), valueOfA(at[3], inside[3]),
  );
}
