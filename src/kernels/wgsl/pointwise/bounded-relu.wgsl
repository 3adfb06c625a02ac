// boundedRelu(x) = min(x, beta) for x > gamma, alpha * (x - gamma) elsewhere
fn value(x: vec4f) -> vec4f {
  return select(params.alpha * (x - params.gamma), min(x, vec4f(params.beta)), x > vec4f(params.gamma));
}
fn slope(x: vec4f) -> vec4f {
  let above = select(vec4f(0.0), vec4f(1.0), x < vec4f(params.beta));
  return select(vec4f(params.alpha), above, x > vec4f(params.gamma));
}
