// y[i] = value(x[i]), for any shape. `value` comes from a file in pointwise/. One thread per four elements.
struct Params {
  quads: u32, alpha: f32, beta: f32, gamma: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.quads) { return; }
  y[i] = value(x[i]);
}
