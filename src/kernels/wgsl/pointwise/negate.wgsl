// negate(x) = -x
fn value(x: f32) -> f32 { return -x; }
fn slope(x: f32) -> f32 { return -1.0; }
