// y[i] = scale * x[i] where the random word of (seed, salt, i) is at least threshold, 0 elsewhere.
// No mask is stored: the gradient draws the same words again. One thread per element.
struct Params {
  threshold: u32, salt: u32, scale: f32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> seed: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.size) { return; }
  let word = randomWords(seed[0], params.salt, i).x;
  y[i] = select(0.0, params.scale * x[i], word >= params.threshold);
}
