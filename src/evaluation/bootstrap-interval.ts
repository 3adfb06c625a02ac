import { ValueError } from '../errors.ts';

/** Between which values a statistic lies with some confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** For instance 0.95. */
  readonly confidence: number;
}

/**
 * The percentile bootstrap interval (B. Efron, "Bootstrap methods: another look at the jackknife", 1979): the statistic
 * of as many samples drawn with replacement, over and over. Drawings without a value (such as an area of one class
 * only) are left out; the ends are not numbers where none has one.
 *
 * @param samples how many samples there are.
 * @param statistic of some samples, given as indices; one may stand there several times.
 * @param options.resamples how often samples are drawn; default 1000.
 * @param options.confidence share of the drawings within the interval; default 0.95.
 * @param options.seed decides the drawings; default 0.
 */
export function bootstrapInterval(
  samples: number,
  statistic: (indices: Uint32Array) => number,
  options: { readonly resamples?: number; readonly confidence?: number; readonly seed?: number } = {},
): Interval {
  const { resamples = 1000, confidence = 0.95, seed = 0 } = options;
  if (!(samples >= 1 && resamples >= 1 && confidence > 0 && confidence < 1)) {
    throw new ValueError(
      `bootstrapInterval got ${samples} samples, ${resamples} resamples and confidence ${confidence}; at least 1 of ` +
        'both and a confidence between 0 and 1 are expected.',
      { samples, resamples, confidence },
    );
  }
  const random = generator(seed);
  const indices = new Uint32Array(samples);
  const values: number[] = [];
  for (let i = 0; i < resamples; i++) {
    for (let k = 0; k < samples; k++) indices[k] = Math.floor(random() * samples);
    const value = statistic(indices);
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  return { low: quantile(values, (1 - confidence) / 2), high: quantile(values, (1 + confidence) / 2), confidence };
}

/** Linear between the two nearest values, as numpy's `percentile`. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Numbers in [0, 1): mulberry32 (T. Ettinger, 2017). */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
