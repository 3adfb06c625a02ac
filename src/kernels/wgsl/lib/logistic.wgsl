// 1 / (1 + exp(-x)), with an exponent that is never positive, so that nothing overflows.
fn logistic(x: vec4f) -> vec4f {
  let t = exp(-abs(x));
  return select(t, vec4f(1.0), x >= vec4f(0.0)) / (1.0 + t);
}
