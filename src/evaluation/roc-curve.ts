import { ValueError } from '../errors.ts';

/** What share of the negatives and of the positives has at least each score. */
export interface RocCurve {
  /** False positive rate, from 0 to 1; not a number where there are no negatives. */
  readonly fpr: Float64Array;
  /** True positive rate, from 0 to 1; not a number where there are no positives. */
  readonly tpr: Float64Array;
  /** Falling scores; the first, of no sample at all, is infinite. */
  readonly thresholds: Float64Array;
}

/**
 * The receiver operating characteristic, equal to scikit-learn's `roc_curve`: samples of equal score count together.
 *
 * @param labels 1 for positive samples, 0 for others.
 * @param scores of the positive class, in the same order; any scale.
 * @param options.dropIntermediate whether points between two others on a straight line are left out; default true.
 * @throws ValueError when the lists differ in length or are empty, a label is neither 0 nor 1, or a score is no number.
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: { readonly dropIntermediate?: boolean } = {},
): RocCurve {
  checkScores(labels, scores);
  // Differences would not do: those of infinite scores are no numbers.
  const byScore = (a: number, b: number) => Number(scores[b]! > scores[a]!) - Number(scores[b]! < scores[a]!);
  const order = Float64Array.from({ length: labels.length }, (_, i) => i).sort(byScore);
  let points: Point[] = [];
  let positives = 0;
  for (let i = 0; i < order.length; i++) {
    const sample = order[i]!;
    positives += labels[sample]!;
    if (i + 1 < order.length && scores[order[i + 1]!] === scores[sample]) continue;
    points.push({ falsePositives: i + 1 - positives, truePositives: positives, threshold: scores[sample]! });
  }
  if (options.dropIntermediate ?? true) points = points.filter((_, i) => isCorner(points, i));
  points.unshift({ falsePositives: 0, truePositives: 0, threshold: Number.POSITIVE_INFINITY });
  // 0 / 0 is not a number: a rate of no samples is not defined.
  return {
    fpr: Float64Array.from(points, ({ falsePositives }) => falsePositives / (labels.length - positives)),
    tpr: Float64Array.from(points, ({ truePositives }) => truePositives / positives),
    thresholds: Float64Array.from(points, ({ threshold }) => threshold),
  };
}

/** Samples of at least a score. */
interface Point {
  readonly falsePositives: number;
  readonly truePositives: number;
  readonly threshold: number;
}

/** Whether the second differences do not vanish; the ends are corners. */
function isCorner(points: readonly Point[], i: number): boolean {
  const [before, here, after] = [points[i - 1], points[i]!, points[i + 1]];
  if (before === undefined || after === undefined) return true;
  return (
    after.falsePositives - 2 * here.falsePositives + before.falsePositives !== 0 ||
    after.truePositives - 2 * here.truePositives + before.truePositives !== 0
  );
}

/**
 * Area under a curve by the trapezoidal rule, as scikit-learn's `auc`; of a ROC curve, the chance that a positive
 * sample scores higher than a negative one. Not a number where a rate is not defined.
 */
export function areaUnder({ fpr, tpr }: RocCurve): number {
  let area = 0;
  for (let i = 1; i < fpr.length; i++) area += ((fpr[i]! - fpr[i - 1]!) * (tpr[i]! + tpr[i - 1]!)) / 2;
  return area;
}

/** Area under the ROC curve, equal to scikit-learn's `roc_auc_score`. Takes and throws what {@link rocCurve} does. */
export const rocAuc = (labels: ArrayLike<number>, scores: ArrayLike<number>): number =>
  areaUnder(rocCurve(labels, scores));

function checkScores(labels: ArrayLike<number>, scores: ArrayLike<number>): void {
  if (labels.length !== scores.length || labels.length === 0) {
    throw new ValueError(
      `rocCurve got ${labels.length} labels and ${scores.length} scores; as many of both, at least one, are expected.`,
      { labels: labels.length, scores: scores.length },
    );
  }
  for (let i = 0; i < labels.length; i++) {
    const [label, score] = [labels[i]!, scores[i]!];
    if ((label === 0 || label === 1) && !Number.isNaN(score)) continue;
    throw new ValueError(
      `rocCurve: sample ${i} has label ${label} and score ${score}; 0 or 1 and a number are expected.`,
      {
        index: i,
        label,
        score,
      },
    );
  }
}
