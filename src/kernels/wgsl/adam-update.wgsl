// With hyper = [learningRate, alpha], rest1 = 1 - beta1 and rest2 = 1 - beta2, in this order:
// variable -= variable * weightDecay * learningRate; m += (gradient - m) * rest1; v += (gradient^2 - v) * rest2;
// variable -= m * alpha / (sqrt(v) + epsilon). Any shape. One thread per four elements.
struct Params {
  rest1: f32, rest2: f32, epsilon: f32, weightDecay: f32, quads: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(2) var<storage, read> hyper: array<f32>;
@group(0) @binding(3) var<storage, read_write> variable: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> m: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> v: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.quads) { return; }
  let learningRate = hyper[0];
  let alpha = hyper[1];
  let g = gradient[i];
  let decayed = variable[i] - variable[i] * params.weightDecay * learningRate;
  let first = m[i] + (g - m[i]) * params.rest1;
  let second = v[i] + (g * g - v[i]) * params.rest2;
  m[i] = first;
  v[i] = second;
  variable[i] = decayed - first * alpha / (sqrt(second) + params.epsilon);
}
