// y[o,i] = the first r with the largest x[o,r,i], with x (outer, length, inner). One thread per element of y.
struct Params {
  length: u32, inner: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let start = index / params.inner * params.length * params.inner + index % params.inner;
  var largest = x[start];
  var best = 0u;
  for (var r = 1u; r < params.length; r++) {
    let value = x[start + r * params.inner];
    if (value > largest) {
      largest = value;
      best = r;
    }
  }
  y[index] = best;
}
