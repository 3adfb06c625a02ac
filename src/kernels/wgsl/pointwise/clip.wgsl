// clip(x) = alpha for x < alpha, beta for x > beta, x elsewhere: NaN stays NaN, which clamp does not promise
fn value(x: vec4f) -> vec4f {
  return select(select(x, vec4f(params.beta), x > vec4f(params.beta)), vec4f(params.alpha), x < vec4f(params.alpha));
}
fn slope(x: vec4f) -> vec4f {
  return select(vec4f(0.0), vec4f(1.0), (x >= vec4f(params.alpha)) & (x <= vec4f(params.beta)));
}
