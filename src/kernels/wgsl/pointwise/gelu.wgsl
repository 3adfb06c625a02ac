// gelu(x) = x * normalCdf(x); the slope adds x times the normal density.
fn value(x: f32) -> f32 { return x * normalCdf(x); }
fn slope(x: f32) -> f32 { return normalCdf(x) + x * 0.39894228 * exp(-0.5 * x * x); }
