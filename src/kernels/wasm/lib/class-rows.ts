import { exp, log1 } from './exponential';
import { firstLanes, maxOfLanes, sumOfLanes } from './lanes';

const NEGATIVE_INFINITY: f32 = -f32.MAX_VALUE - f32.MAX_VALUE;

/** The largest of `count` numbers, NaN if one of them is. */
export function largestOf(row: usize, count: u32): f32 {
  const none = f32x4.splat(NEGATIVE_INFINITY);
  let largest = none;
  for (let c: u32 = 0; c < count; c += 4) {
    largest = f32x4.max(largest, firstLanes(v128.load(row + (c << 2)), count - c, none));
  }
  return maxOfLanes(largest);
}

/** The sum of e^(x − largest). */
export function sumOfExponentials(row: usize, count: u32, largest: f32): f32 {
  let sum = f32x4.splat(0);
  for (let c: u32 = 0; c < count; c += 4) {
    const terms = exp(f32x4.sub(v128.load(row + (c << 2)), f32x4.splat(largest)));
    sum = f32x4.add(sum, firstLanes(terms, count - c, f32x4.splat(0)));
  }
  return sumOfLanes(sum);
}

/** The sum of `count` numbers. */
export function sumOf(row: usize, count: u32): f32 {
  let sum = f32x4.splat(0);
  for (let c: u32 = 0; c < count; c += 4) {
    sum = f32x4.add(sum, firstLanes(v128.load(row + (c << 2)), count - c, f32x4.splat(0)));
  }
  return sumOfLanes(sum);
}

/** The index of the largest of `count` numbers; the first of equals wins. */
export function indexOfLargest(row: usize, count: u32): u32 {
  let best: u32 = 0;
  for (let c: u32 = 1; c < count; c++) if (load<f32>(row + (c << 2)) > load<f32>(row + (best << 2))) best = c;
  return best;
}

/** Probabilities are kept this far from 0 and 1 before a logarithm: Keras's `epsilon()`. */
const LEAST: f32 = 1e-7;
const MOST: f32 = 0.99999988079071044921875;

/** The probability as losses use it, NaN for NaN. */
@inline
export function clipProbability(p: f32): f32 {
  return min(max(p, LEAST), MOST);
}

/** −log of a probability, NaN for NaN. */
export function surprise(p: f32): f32 {
  return -log1(clipProbability(p));
}

/** Whether a change of p changes nothing. */
@inline
export function isClipped(p: f32): bool {
  return p < LEAST || p > MOST;
}
