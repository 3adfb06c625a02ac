// silu(x) = x * logistic(x)
fn value(x: vec4f) -> vec4f { return x * logistic(x); }
fn slope(x: vec4f) -> vec4f { return logistic(x) * (1.0 + x * logistic(-x)); }
