import type { Shape } from '../../engine/shape.ts';
import { sizeOf } from '../../engine/shape.ts';

/** Which number of connections a variance is divided by: inputs of a unit, outputs, or the mean of both. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg';

/** How random numbers of some variance are distributed; truncated ones lie within two standard deviations. */
export type Distribution = 'truncatedNormal' | 'untruncatedNormal' | 'uniform';

type Random = () => number;

/**
 * Inputs and outputs of one unit, and their mean.
 * https://github.com/keras-team/keras/blob/master/keras/src/initializers/random_initializers.py (compute_fans)
 */
export function fans(shape: Shape): Readonly<Record<FanMode, number>> {
  const [last = 1, beforeLast = last] = [...shape].reverse();
  const receptiveField = sizeOf(shape.slice(0, -2));
  const fanIn = beforeLast * receptiveField;
  const fanOut = last * receptiveField;
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 };
}

/** Standard deviation of a standard normal cut off at ±2. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** What draws numbers of this variance. Truncated normals are widened, so that theirs is as asked. */
export function scaledTo(variance: number, distribution: Distribution, random: Random): () => number {
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return () => (2 * random() - 1) * limit;
  }
  if (distribution === 'untruncatedNormal') return () => Math.sqrt(variance) * standardNormal(random);
  return () => (Math.sqrt(variance) / TRUNCATED_DEVIATION) * standardNormal(random, 2);
}

/** Box and Muller, 1958; values beyond ±cut are drawn again. */
export function standardNormal(random: Random, cut = Number.POSITIVE_INFINITY): number {
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const value = radius * Math.cos(2 * Math.PI * random());
    if (Math.abs(value) <= cut) return value;
  }
}
