// gelu(x) by tanh: x * (1 + tanh(c * (x + 0.044715 x^3))) / 2 with c = sqrt(2 / pi)
fn inner(x: vec4f) -> vec4f { return preciseTanh(0.79788456 * (x + 0.044715 * x * x * x)); }
fn value(x: vec4f) -> vec4f { return 0.5 * x * (1.0 + inner(x)); }
fn slope(x: vec4f) -> vec4f {
  let t = inner(x);
  return 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * 0.79788456 * (1.0 + 0.134145 * x * x);
}
