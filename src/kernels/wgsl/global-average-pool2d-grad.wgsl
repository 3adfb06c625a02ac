// dx[n,pixel,c] = dy[n,c] / pixels. NHWC. One thread per Lanes of dx.
struct Params {
  pixels: u32, channels: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> dx: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let image = index / (params.channels * params.pixels);
  dx[index] = dy[image * params.channels + channel] / f32(params.pixels);
}
