// y[o,p,i] = scale * sum over r = p, p + parts, p + 2 parts, ... below length of x[o,r,i].
// x is (outer, length, inner), y is (outer, parts, inner). With parts = 1 this is the whole sum; a long sum takes
// several passes. Neighboring threads read neighboring elements. One thread per Lanes of y.
struct Params {
  length: u32, parts: u32, inner: u32, scale: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let i = index % params.inner;
  let part = (index / params.inner) % params.parts;
  let outer = index / (params.inner * params.parts);

  var total = Lanes(0.0);
  for (var r = part; r < params.length; r += params.parts) {
    total += x[(outer * params.length + r) * params.inner + i];
  }
  y[index] = params.scale * total;
}
