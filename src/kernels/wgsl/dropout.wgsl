// y[i] = scale * x[i] where the random word of (seed, salt, i) is at least threshold, 0 elsewhere.
// No mask is stored: the gradient draws the same words again. One thread per four elements.
struct Params {
  threshold: u32, salt: u32, scale: f32, quads: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> seed: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

fn word(index: u32) -> u32 { return randomWords(seed[0], params.salt, index).x; }

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.quads) { return; }
  let words = vec4u(word(4 * i), word(4 * i + 1), word(4 * i + 2), word(4 * i + 3));
  y[i] = select(vec4f(0.0), params.scale * x[i], words >= vec4u(params.threshold));
}
