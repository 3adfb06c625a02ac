// gelu(x) = x * normalCdf(x); the slope adds x times the normal density.
fn value(x: vec4f) -> vec4f { return x * normalCdf(x); }
fn slope(x: vec4f) -> vec4f { return normalCdf(x) + x * 0.39894228 * exp(-0.5 * x * x); }
