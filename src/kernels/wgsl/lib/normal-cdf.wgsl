// Share of the standard normal distribution below x, erfc(-x / sqrt(2)) / 2, to 1e-7.
// Abramowitz and Stegun, Handbook of Mathematical Functions, formula 7.1.26.
fn normalCdf(x: vec4f) -> vec4f {
  let z = abs(x) * 0.70710678;
  let t = 1.0 / (1.0 + 0.3275911 * z);
  let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * series * exp(-z * z);
  return select(tail, 1.0 - tail, x >= vec4f(0.0));
}
