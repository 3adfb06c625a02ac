// 1 / (1 + exp(-x)), with an exponent that is never positive, so that nothing overflows.
fn logistic(x: f32) -> f32 {
  let t = exp(-abs(x));
  return select(t, 1.0, x >= 0.0) / (1.0 + t);
}
