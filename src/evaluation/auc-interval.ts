import { bootstrapInterval, type Interval } from './bootstrap-interval.ts';

/**
 * The bootstrap interval of the area under the ROC curve: what `bootstrapInterval` of `rocAuc` gives, but the samples
 * are sorted once for all drawings. Options as there.
 *
 * @param labels 1 for positive samples, 0 for others.
 * @param scores of the positive class, in the same order.
 */
export function aucInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: { readonly resamples?: number; readonly confidence?: number; readonly seed?: number } = {},
): Interval {
  const samples = labels.length;
  const order = Uint32Array.from({ length: samples }, (_, i) => i).sort(
    (a, b) => Number(scores[a]! > scores[b]!) - Number(scores[a]! < scores[b]!),
  );
  const times = new Uint32Array(samples);
  const area = (indices: Uint32Array): number => {
    times.fill(0);
    for (const index of indices) times[index]!++;
    return areaOf(order, times, labels, scores);
  };
  return bootstrapInterval(samples, area, options);
}

/** The share of pairs, one positive and one negative, in which the positive scores higher; ties count by half. */
function areaOf(order: Uint32Array, times: Uint32Array, labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  let won = 0;
  let below = 0;
  let positives = 0;
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i]!];
    let [tiedPositives, tiedNegatives] = [0, 0];
    for (; i < order.length && scores[order[i]!] === score; i++) {
      const sample = order[i]!;
      if (labels[sample] === 1) tiedPositives += times[sample]!;
      else tiedNegatives += times[sample]!;
    }
    won += tiedPositives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    positives += tiedPositives;
  }
  return won / (positives * below);
}
