// y[b] = low + (high - low) * u, with u in [0, 1) from the first random word of (seed, salt, b). One thread per image.
struct Params {
  salt: u32, low: f32, range: f32, images: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> seed: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let b = flatIndex(id, groups);
  if (b >= params.images) { return; }
  y[b] = params.low + params.range * unitInterval(randomWords(seed[0], params.salt, b).x);
}
