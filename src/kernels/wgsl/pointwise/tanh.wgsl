// tanh(x)
fn value(x: vec4f) -> vec4f { return preciseTanh(x); }
fn slope(y: vec4f) -> vec4f { return 1.0 - y * y; }
