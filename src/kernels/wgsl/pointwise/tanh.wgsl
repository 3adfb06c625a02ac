// tanh(x)
fn value(x: f32) -> f32 { return preciseTanh(x); }
fn slope(y: f32) -> f32 { return 1.0 - y * y; }
