// y[r,c] = x[r,c] + bias[c], with x seen as rows of `channels` numbers. Row-major.
// One thread per Lanes of channels and chunk of rows.
struct Params {
  rows: u32, channels: u32, chunkRows: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read> bias: array<Lanes>;
@group(0) @binding(3) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let first = (index / params.channels) * params.chunkRows;
  let end = min(first + params.chunkRows, params.rows);

  let offset = bias[channel];
  for (var row = first; row < end; row++) {
    let at = row * params.channels + channel;
    y[at] = x[at] + offset;
  }
}
