// y[i] = low + (high - low) * u, with u in [0, 1) from (seed, salt, i). One thread per element.
struct Params {
  low: f32, range: f32, seed: u32, salt: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.size) { return; }
  y[i] = params.low + params.range * unitInterval(randomWords(params.seed, params.salt, i).x);
}
