// relu(x) = 0 for x < 0, x elsewhere: NaN stays NaN, which max(x, 0) does not promise
fn value(x: vec4f) -> vec4f { return select(x, vec4f(0.0), x < vec4f(0.0)); }
fn slope(y: vec4f) -> vec4f { return select(vec4f(0.0), vec4f(1.0), y > vec4f(0.0)); }
