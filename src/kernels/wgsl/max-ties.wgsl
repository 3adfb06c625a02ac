// ties[o,p,i] = how many x[o,r,i] equal y[o,i], of r = p, p + parts, p + 2 parts, ... below length.
// x is (outer, length, inner), y (outer, inner), ties (outer, parts, inner). One thread per element of ties.
struct Params {
  length: u32, parts: u32, inner: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> ties: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let i = index % params.inner;
  let part = (index / params.inner) % params.parts;
  let outer = index / (params.inner * params.parts);

  let largest = y[outer * params.inner + i];
  var count = 0.0;
  for (var r = part; r < params.length; r += params.parts) {
    if (x[(outer * params.length + r) * params.inner + i] == largest) { count += 1.0; }
  }
  ties[index] = count;
}
