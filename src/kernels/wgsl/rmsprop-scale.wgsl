// With rest = 1 - rho: velocity = velocity * rho + gradient^2 * rest; y = gradient / sqrt(velocity + epsilon). Any shape.
// One thread per four elements.
struct Params {
  rho: f32, rest: f32, epsilon: f32, quads: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> velocity: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.quads) { return; }
  let g = gradient[i];
  let meanSquare = velocity[i] * params.rho + g * g * params.rest;
  velocity[i] = meanSquare;
  y[i] = g / sqrt(meanSquare + params.epsilon);
}
