import { type ConfusionMatrix, sum } from './confusion-matrix.ts';
import { ratio } from './ratio.ts';

/**
 * Matthews correlation coefficient, from -1 to 1; for more than two classes the R_K of J. Gorodkin ("Comparing two
 * K-category assignments by a K-category correlation coefficient", 2004), as scikit-learn's `matthews_corrcoef`. 0
 * where all labels or all predictions are of one class.
 */
export function matthewsCorrelation({ counts, total }: ConfusionMatrix): number {
  const labeled = counts.map(sum);
  const predicted = counts.map((_, column) => sum(counts.map((row) => row[column]!)));
  const correct = sum(counts.map((row, i) => row[i]!));
  const covariance = (a: readonly number[], b: readonly number[]) =>
    total ** 2 - sum(a.map((value, i) => value * b[i]!));
  const both = correct * total - sum(labeled.map((value, i) => value * predicted[i]!));
  return ratio(both, Math.sqrt(covariance(predicted, predicted) * covariance(labeled, labeled)));
}
