// y[i + before] = x[i] for every index i of x, over four dimensions; value elsewhere. Row-major.
// One thread per Lanes of y.
struct Params {
  size: u32, value: f32, outSize1: u32, outSize2: u32, outSize3: u32,
  inSize0: u32, inSize1: u32, inSize2: u32, inSize3: u32,
  before0: u32, before1: u32, before2: u32, before3: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  // Before the start these wrap to huge numbers, which are beyond the end as well.
  let i3 = index % params.outSize3 - params.before3;
  let i2 = (index / params.outSize3) % params.outSize2 - params.before2;
  let i1 = (index / (params.outSize3 * params.outSize2)) % params.outSize1 - params.before1;
  let i0 = index / (params.outSize3 * params.outSize2 * params.outSize1) - params.before0;

  var value = Lanes(params.value);
  if (i0 < params.inSize0 && i1 < params.inSize1 && i2 < params.inSize2 && i3 < params.inSize3) {
    value = x[((i0 * params.inSize1 + i1) * params.inSize2 + i2) * params.inSize3 + i3];
  }
  y[index] = value;
}
