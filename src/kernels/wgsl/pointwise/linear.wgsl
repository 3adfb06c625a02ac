// linear(x) = x
fn value(x: vec4f) -> vec4f { return x; }
