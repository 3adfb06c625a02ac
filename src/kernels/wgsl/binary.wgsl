// y[i] = combine(a[i], b[i]) over four dimensions, with stride 0 where a side is repeated (numpy broadcasting).
// `combine` comes from a file in binary/. Row-major. One thread per element of y.
struct Params {
  size: u32, size1: u32, size2: u32, size3: u32,
  aStride0: u32, aStride1: u32, aStride2: u32, aStride3: u32,
  bStride0: u32, bStride1: u32, bStride2: u32, bStride3: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.size) { return; }
  let i3 = i % params.size3;
  let i2 = (i / params.size3) % params.size2;
  let i1 = (i / (params.size3 * params.size2)) % params.size1;
  let i0 = i / (params.size3 * params.size2 * params.size1);

  let aIndex = i0 * params.aStride0 + i1 * params.aStride1 + i2 * params.aStride2 + i3 * params.aStride3;
  let bIndex = i0 * params.bStride0 + i1 * params.bStride1 + i2 * params.bStride2 + i3 * params.bStride3;
  y[i] = combine(a[aIndex], b[bIndex]);
}
