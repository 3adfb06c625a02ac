// silu(x) = x * logistic(x)
fn value(x: f32) -> f32 { return x * logistic(x); }
fn slope(x: f32) -> f32 { return logistic(x) * (1.0 + x * logistic(-x)); }
