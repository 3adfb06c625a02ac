// relu6(x) = 0 for x < 0, 6 for x > 6, x elsewhere: NaN stays NaN, which clamp does not promise
fn value(x: f32) -> f32 { return select(select(x, 6.0, x > 6.0), 0.0, x < 0.0); }
fn slope(y: f32) -> f32 { return select(0.0, 1.0, y > 0.0 && y < 6.0); }
