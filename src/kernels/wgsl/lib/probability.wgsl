// Probabilities are kept away from 0 and 1 before a logarithm; the gradient through a clipped value is 0.
// NaN stays NaN, which clamp and log do not promise: training that has diverged must show.
const SMALLEST_PROBABILITY: f32 = 1e-7;
const LARGEST_PROBABILITY: f32 = 1.0 - 1e-7;

fn clipProbability(p: f32) -> f32 {
  return select(select(p, LARGEST_PROBABILITY, p > LARGEST_PROBABILITY), SMALLEST_PROBABILITY, p < SMALLEST_PROBABILITY);
}

fn isClipped(p: f32) -> bool {
  return p < SMALLEST_PROBABILITY || p > LARGEST_PROBABILITY;
}

fn logProbability(p: f32) -> f32 {
  return select(log(p), p, isNotANumber(p));
}
