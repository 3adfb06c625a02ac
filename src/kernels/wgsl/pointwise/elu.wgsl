// elu(x) = x for x > 0, alpha * (exp(x) - 1) below
fn value(x: f32) -> f32 { return select(params.alpha * (exp(min(x, 0.0)) - 1.0), x, x > 0.0); }
fn slope(x: f32, y: f32) -> f32 { return select(params.alpha * exp(min(x, 0.0)), 1.0, x > 0.0); }
