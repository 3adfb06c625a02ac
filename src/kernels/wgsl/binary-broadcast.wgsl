// y[i] = combine(a[i], b[i]) over four dimensions, with stride 0 where a side is repeated (numpy broadcasting).
// `combine` comes from a file in binary/. Row-major. One thread per four elements of y, whatever rows they lie in.
struct Params {
  quads: u32, size1: u32, size2: u32, size3: u32,
  aStride0: u32, aStride1: u32, aStride2: u32, aStride3: u32,
  bStride0: u32, bStride1: u32, bStride2: u32, bStride3: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

fn indices(i: u32) -> vec4u {
  return vec4u(
    i / (params.size3 * params.size2 * params.size1), (i / (params.size3 * params.size2)) % params.size1,
    (i / params.size3) % params.size2, i % params.size3,
  );
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let quad = flatIndex(id, groups);
  if (quad >= params.quads) { return; }
  let aStrides = vec4u(params.aStride0, params.aStride1, params.aStride2, params.aStride3);
  let bStrides = vec4u(params.bStride0, params.bStride1, params.bStride2, params.bStride3);
  var left: vec4f;
  var right: vec4f;
  for (var k = 0u; k < 4; k++) {
    let at = indices(4 * quad + k);
    left[k] = a[dot(at, aStrides)];
    right[k] = b[dot(at, bStrides)];
  }
  y[quad] = combine(left, right);
}
