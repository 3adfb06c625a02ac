// sigmoid(x) = logistic(x)
fn value(x: vec4f) -> vec4f { return logistic(x); }
fn slope(y: vec4f) -> vec4f { return y * (1.0 - y); }
