// y[o,p,i] = largest x[o,r,i] of r = p, p + parts, p + 2 parts, ... below length, or NaN if one of them is NaN.
// x is (outer, length, inner), y is (outer, parts, inner). With parts = 1 this is the whole maximum; a long one takes
// several passes. Neighboring threads read neighboring elements. One thread per element of y.
struct Params {
  length: u32, parts: u32, inner: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let i = index % params.inner;
  let part = (index / params.inner) % params.parts;
  let outer = index / (params.inner * params.parts);

  var largest = x[(outer * params.length + part) * params.inner + i];
  for (var r = part + params.parts; r < params.length; r += params.parts) {
    let value = x[(outer * params.length + r) * params.inner + i];
    if (value > largest || isNotANumber(value)) { largest = value; }
  }
  y[index] = largest;
}
