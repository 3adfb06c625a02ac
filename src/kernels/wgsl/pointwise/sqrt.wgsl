// sqrt(x)
fn value(x: vec4f) -> vec4f { return sqrt(x); }
fn slope(y: vec4f) -> vec4f { return 0.5 / y; }
