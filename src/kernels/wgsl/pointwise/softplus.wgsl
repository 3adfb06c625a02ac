// softplus(x) = log(1 + exp(x)), written so that nothing overflows
fn value(x: vec4f) -> vec4f { return max(x, vec4f(0.0)) + log(1.0 + exp(-abs(x))); }
fn slope(x: vec4f) -> vec4f { return logistic(x); }
