// elu(x) = alpha * (exp(x) - 1) for x <= 0, x elsewhere, so that NaN stays NaN
fn value(x: f32) -> f32 { return select(x, params.alpha * (exp(min(x, 0.0)) - 1.0), x <= 0.0); }
fn slope(x: f32) -> f32 { return select(1.0, params.alpha * exp(min(x, 0.0)), x <= 0.0); }
