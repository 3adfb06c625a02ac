// leakyRelu(x) = x for x > 0, alpha * x below
fn value(x: vec4f) -> vec4f { return select(params.alpha * x, x, x > vec4f(0.0)); }
fn slope(x: vec4f) -> vec4f { return select(vec4f(params.alpha), vec4f(1.0), x > vec4f(0.0)); }
