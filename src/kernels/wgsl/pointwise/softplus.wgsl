// softplus(x) = log(1 + exp(x)), written so that nothing overflows
fn value(x: f32) -> f32 { return max(x, 0.0) + log(1.0 + exp(-abs(x))); }
fn slope(x: f32) -> f32 { return logistic(x); }
