// elu(x) = alpha * (exp(x) - 1) for x <= 0, x elsewhere, so that NaN stays NaN
fn value(x: vec4f) -> vec4f { return select(x, params.alpha * (exp(min(x, vec4f(0.0))) - 1.0), x <= vec4f(0.0)); }
fn slope(x: vec4f) -> vec4f { return select(vec4f(1.0), params.alpha * exp(min(x, vec4f(0.0))), x <= vec4f(0.0)); }
