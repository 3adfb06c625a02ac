// dx[o,r,i] = scale * dy[o,i], with dx (outer, length, inner). One thread per Lanes of dx.
struct Params {
  length: u32, inner: u32, scale: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> dx: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let i = index % params.inner;
  let outer = index / (params.inner * params.length);
  dx[index] = params.scale * dy[outer * params.inner + i];
}
