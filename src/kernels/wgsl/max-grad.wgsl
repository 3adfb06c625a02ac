// dx[o,r,i] = dy[o,i] / ties[o,i] where x[o,r,i] equals y[o,i], 0 elsewhere, with x and dx (outer, length, inner).
// One thread per element of dx.
struct Params {
  length: u32, inner: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> y: array<f32>;
@group(0) @binding(4) var<storage, read> ties: array<f32>;
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let at = index / (params.inner * params.length) * params.inner + index % params.inner;
  dx[index] = select(0.0, dy[at] / ties[at], x[index] == y[at]);
}
