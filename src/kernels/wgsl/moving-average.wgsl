// moving[i] = moving[i] * momentum + value[i] * rest, where rest = 1 - momentum, for any shape. One thread per four elements.
struct Params {
  momentum: f32, rest: f32, quads: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> value: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> moving: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.quads) { return; }
  moving[index] = moving[index] * params.momentum + value[index] * params.rest;
}
