// y = the larger of a and b, NaN where one of them is: the bits tell surely
fn combine(a: vec4f, b: vec4f) -> vec4f {
  let isNotANumber = (bitcast<vec4u>(a) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
  return select(b, a, (a >= b) | isNotANumber);
}
