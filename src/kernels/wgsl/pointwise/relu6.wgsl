// relu6(x) = 0 for x < 0, 6 for x > 6, x elsewhere: NaN stays NaN, which clamp does not promise
fn value(x: vec4f) -> vec4f { return select(select(x, vec4f(6.0), x > vec4f(6.0)), vec4f(0.0), x < vec4f(0.0)); }
fn slope(y: vec4f) -> vec4f { return select(vec4f(0.0), vec4f(1.0), (y > vec4f(0.0)) & (y < vec4f(6.0))); }
