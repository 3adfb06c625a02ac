// tanh(x) to a few units in the last place: WGSL's own is only good to 1e-5 and may overflow for large x.
// Near 0, where 1 - exp(-2|x|) cancels, the Taylor series takes over.
fn preciseTanh(x: vec4f) -> vec4f {
  let t = exp(-2.0 * abs(x));
  let s = x * x;
  let series = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 - s * (17.0 / 315.0))));
  return select(sign(x) * (1.0 - t) / (1.0 + t), series, abs(x) < vec4f(0.2));
}
