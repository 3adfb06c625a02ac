/** Probabilities are kept this far from 0 before a logarithm; Keras's `epsilon()`. */
const SMALLEST_PROBABILITY = 1e-7;

/** And this far from 1. It is 1 − 1e-7 as f32 holds it, so that 1 − p is the same in every precision, as in Keras. */
const LARGEST_PROBABILITY = Math.fround(1 - SMALLEST_PROBABILITY);

/** The probability as losses use it. */
export const clipProbability = (p: number): number => Math.min(Math.max(p, SMALLEST_PROBABILITY), LARGEST_PROBABILITY);

/** Whether a change of p changes nothing: the gradient through a clipped value is 0. */
export const isClipped = (p: number): boolean => p < SMALLEST_PROBABILITY || p > LARGEST_PROBABILITY;
