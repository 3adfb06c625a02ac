// dx[n,row,col,c] = sum of dy[n,i,j,c] * weight over the output pixels whose taps meet there (lib/resize-tap.wgsl). NHWC.
// One thread per Lanes of dx.
struct Params {
  inHeight: u32, inWidth: u32, outHeight: u32, outWidth: u32, channels: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> dx: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let col = (index / params.channels) % params.inWidth;
  let row = (index / (params.channels * params.inWidth)) % params.inHeight;
  let image = index / (params.channels * params.inWidth * params.inHeight);
  let outRows = readersOf(row, params.inHeight, params.outHeight);
  let outCols = readersOf(col, params.inWidth, params.outWidth);

  var sum = Lanes(0.0);
  for (var outRow = outRows[0]; outRow < outRows[1]; outRow++) {
    let down = weightOf(tapAt(outRow, params.inHeight, params.outHeight), row);
    if (down == 0.0) { continue; }
    for (var outCol = outCols[0]; outCol < outCols[1]; outCol++) {
      let along = weightOf(tapAt(outCol, params.inWidth, params.outWidth), col);
      let at = ((image * params.outHeight + outRow) * params.outWidth + outCol) * params.channels + channel;
      if (along > 0.0) { sum += dy[at] * (down * along); }
    }
  }
  dx[index] = sum;
}
