import { ValueError } from '../errors.ts';

/** How often each class was taken for each: a row for each true class, a column for each predicted one. */
export interface ConfusionMatrix {
  readonly classNames: readonly string[];
  /** `counts[label][predicted]`. */
  readonly counts: readonly (readonly number[])[];
  readonly total: number;
}

/**
 * Counts how often each class was taken for each, as scikit-learn's `confusion_matrix`.
 *
 * @param labels true class of each sample, as an index.
 * @param predicted predicted class of each sample, in the same order.
 * @param classNames one name for each class; their number is the size of the matrix.
 * @throws ValueError when the lists differ in length, are empty, or hold an index of no class.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classNames: readonly string[],
): ConfusionMatrix {
  if (labels.length !== predicted.length || labels.length === 0) {
    throw new ValueError(
      `confusionMatrix got ${labels.length} labels and ${predicted.length} predictions; as many of both, at least one, are expected.`,
      { labels: labels.length, predicted: predicted.length },
    );
  }
  const counts = classNames.map(() => new Array<number>(classNames.length).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const [label, prediction] = [labels[i]!, predicted[i]!];
    const row = counts[label];
    if (row?.[prediction] === undefined) {
      throw new ValueError(
        `confusionMatrix: sample ${i} has label ${label} and prediction ${prediction}; with ${classNames.length} class ` +
          `names, integers from 0 to ${classNames.length - 1} are expected.`,
        { index: i, label, prediction },
      );
    }
    row[prediction]!++;
  }
  return { classNames, counts, total: labels.length };
}

/** One class against all others. */
export interface OneAgainstRest {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Counts one class against all others. @internal */
export function oneAgainstRest({ counts, total }: ConfusionMatrix, positive: number): OneAgainstRest {
  const truePositives = counts[positive]![positive]!;
  const labeled = sum(counts[positive]!);
  const predicted = sum(counts.map((row) => row[positive]!));
  return {
    truePositives,
    falsePositives: predicted - truePositives,
    falseNegatives: labeled - truePositives,
    trueNegatives: total - labeled - predicted + truePositives,
  };
}

/** @internal */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
