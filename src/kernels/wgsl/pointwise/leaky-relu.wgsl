// leakyRelu(x) = x for x > 0, alpha * x below
fn value(x: f32) -> f32 { return select(params.alpha * x, x, x > 0.0); }
fn slope(x: f32) -> f32 { return select(params.alpha, 1.0, x > 0.0); }
