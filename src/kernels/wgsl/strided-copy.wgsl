// y[i] = x[offset + sum over k of i[k] * stride[k]] over six dimensions: slices and transposes.
// y is row-major. One thread per Lanes of y.
struct Params {
  size: u32, size1: u32, size2: u32, size3: u32, size4: u32, size5: u32, offset: u32,
  stride0: u32, stride1: u32, stride2: u32, stride3: u32, stride4: u32, stride5: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  var rest = index;
  var at = params.offset;
  at += (rest % params.size5) * params.stride5;
  rest /= params.size5;
  at += (rest % params.size4) * params.stride4;
  rest /= params.size4;
  at += (rest % params.size3) * params.stride3;
  rest /= params.size3;
  at += (rest % params.size2) * params.stride2;
  rest /= params.size2;
  at += (rest % params.size1) * params.stride1;
  rest /= params.size1;
  at += rest * params.stride0;
  y[index] = x[at];
}
