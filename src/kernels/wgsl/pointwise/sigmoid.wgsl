// sigmoid(x) = logistic(x)
fn value(x: f32) -> f32 { return logistic(x); }
fn slope(y: f32) -> f32 { return y * (1.0 - y); }
