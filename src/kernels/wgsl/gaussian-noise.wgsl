// y[i] = x[i] + stddev * sqrt(-2 log u) * cos(2 pi v), with u in (0, 1] and v in [-1/2, 1/2) from (seed, salt, i)
// (G. Box and M. Muller, Annals of Mathematical Statistics 29, 1958). One thread per element.
struct Params {
  stddev: f32, salt: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> seed: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.size) { return; }
  let words = randomWords(seed[0], params.salt, i);
  let u = 1.0 - unitInterval(words.x);
  let v = unitInterval(words.y) - 0.5;
  y[i] = x[i] + params.stddev * sqrt(-2.0 * log(u)) * cos(6.2831853 * v);
}
