import { ValueError } from '../errors.ts';
import { type ConfusionMatrix, oneAgainstRest, sum } from './confusion-matrix.ts';
import { matthewsCorrelation } from './matthews-correlation.ts';

/** A classifier in seven numbers, each a share from 0 to 1 but for `mcc`, which is from -1 to 1. */
export interface SummaryMeasures {
  /** Right predictions. */
  readonly accuracy: number;
  /** Wrong predictions: 1 - accuracy. */
  readonly errorRate: number;
  /** Positives that were found: TP / (TP + FN). Also called recall. */
  readonly sensitivity: number;
  /** Negatives that were found: TN / (TN + FP). */
  readonly specificity: number;
  /** Positive predictions that were right: TP / (TP + FP). */
  readonly precision: number;
  /** Harmonic mean of precision and sensitivity: 2 TP / (2 TP + FP + FN). */
  readonly f1: number;
  /** Matthews correlation coefficient. */
  readonly mcc: number;
  /** One sentence for each number that is 0 because it would be a division by zero. */
  readonly notes: readonly string[];
}

/**
 * The seven numbers of a confusion matrix. Of two classes one is the positive; for more, sensitivity, specificity,
 * precision and F1 are the mean of all classes, each against the rest ("macro"), and MCC is that of several classes.
 * What would be a division by zero is 0, and `notes` says so.
 *
 * @param options.positive index of the positive class, with two classes only; default 1.
 */
export function summaryMeasures(
  matrix: ConfusionMatrix,
  options: { readonly positive?: number } = {},
): SummaryMeasures {
  const { classNames, counts, total } = matrix;
  const notes: string[] = [];
  const share = (part: number, whole: number, note: () => string): number => {
    if (whole === 0) notes.push(note());
    return whole === 0 ? 0 : part / whole;
  };
  const measured = positiveClasses(matrix, options.positive).map((positive) => {
    const {
      truePositives: tp,
      falsePositives: fp,
      falseNegatives: fn,
      trueNegatives: tn,
    } = oneAgainstRest(matrix, positive);
    const name = classNames[positive];
    return {
      sensitivity: share(tp, tp + fn, () => `Sensitivity of "${name}" is set to 0: no sample is of that class.`),
      specificity: share(tn, tn + fp, () => `Specificity of "${name}" is set to 0: no sample is of another class.`),
      precision: share(tp, tp + fp, () => `Precision of "${name}" is set to 0: no sample was predicted to be it.`),
      f1: share(
        2 * tp,
        2 * tp + fp + fn,
        () => `F1 of "${name}" is set to 0: no sample is, or was predicted to be, it.`,
      ),
    };
  });
  const mean = (name: keyof (typeof measured)[number]) => sum(measured.map((one) => one[name])) / measured.length;
  const accuracy = sum(counts.map((row, i) => row[i]!)) / total;
  if (isOneSided(matrix)) notes.push('MCC is set to 0: all labels or all predictions are of one class.');
  return {
    accuracy,
    errorRate: 1 - accuracy,
    sensitivity: mean('sensitivity'),
    specificity: mean('specificity'),
    precision: mean('precision'),
    f1: mean('f1'),
    mcc: matthewsCorrelation(matrix),
    notes,
  };
}

function positiveClasses({ classNames }: ConfusionMatrix, positive: number | undefined): readonly number[] {
  if (positive === undefined) return classNames.length === 2 ? [1] : [...classNames.keys()];
  if (classNames.length === 2 && (positive === 0 || positive === 1)) return [positive];
  throw new ValueError(
    `summaryMeasures: positive is ${positive} for ${classNames.length} classes; 0 or 1, for two classes, is expected.`,
    { positive },
  );
}

function isOneSided({ counts, total }: ConfusionMatrix): boolean {
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column]!)));
  return [...counts.map(sum), ...columns].includes(total);
}
