// Probabilities are kept away from 0 and 1 before a logarithm; the gradient through a clipped value is 0.
const SMALLEST_PROBABILITY: f32 = 1e-7;
const LARGEST_PROBABILITY: f32 = 1.0 - 1e-7;

fn clipProbability(p: f32) -> f32 {
  return clamp(p, SMALLEST_PROBABILITY, LARGEST_PROBABILITY);
}

fn isClipped(p: f32) -> bool {
  return p < SMALLEST_PROBABILITY || p > LARGEST_PROBABILITY;
}
