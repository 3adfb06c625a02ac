// relu6(x) = min(max(x, 0), 6)
fn value(x: f32) -> f32 { return clamp(x, 0.0, 6.0); }
fn slope(x: f32, y: f32) -> f32 { return select(0.0, 1.0, x > 0.0 && x < 6.0); }
