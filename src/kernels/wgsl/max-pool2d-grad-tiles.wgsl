// dx[p] = dy[q] where p is the winner of window q, argmax[q] = p, and 0 elsewhere, for windows that do not overlap. The image
// is cut into tiles, each as large as the stride and with at most one window, from its first pixel on. NHWC.
// One thread per Lanes of a tile.
struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32,
  windowHeight: u32, windowWidth: u32, strideHeight: u32, strideWidth: u32, padTop: u32, padLeft: u32, size: u32,
  tileRows: u32, tileCols: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read> argmax: array<LanesU>;
@group(0) @binding(3) var<storage, read_write> dx: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let tileCol = (index / params.channels) % params.tileCols;
  let tileRow = (index / (params.channels * params.tileCols)) % params.tileRows;
  let image = index / (params.channels * params.tileCols * params.tileRows);
  let rows = visible(tileRow, params.strideHeight, params.strideHeight, params.padTop, params.inHeight);
  let cols = visible(tileCol, params.strideWidth, params.strideWidth, params.padLeft, params.inWidth);

  // At the right and the bottom, tiles may have no window.
  var gradient = Lanes(0.0);
  var winner = LanesU(0);
  if (tileRow < params.outHeight && tileCol < params.outWidth) {
    let at = ((image * params.outHeight + tileRow) * params.outWidth + tileCol) * params.channels + channel;
    gradient = dy[at];
    winner = argmax[at];
  }
  for (var row = rows[0]; row < rows[1]; row++) {
    for (var col = cols[0]; col < cols[1]; col++) {
      let at = ((image * params.inHeight + row) * params.inWidth + col) * params.channels + channel;
      dx[at] = select(Lanes(0.0), gradient, elementsAt(at) == winner);
    }
  }
}
