import { type ConfusionMatrix, oneAgainstRest, sum } from './confusion-matrix.ts';
import { ratio } from './ratio.ts';

/** Measures of one class, or averages of them. */
export interface ClassMeasures {
  /** Share of its predictions that are right. */
  readonly precision: number;
  /** Share of its samples that were found. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
  /** Number of its samples. */
  readonly support: number;
}

/** What scikit-learn's `classification_report` tells. */
export interface ClassificationReport {
  /** In the order of the classes. */
  readonly classes: readonly (ClassMeasures & { readonly className: string })[];
  readonly accuracy: number;
  /** Means over the classes. */
  readonly macro: ClassMeasures;
  /** Means over the classes, weighted by their samples. */
  readonly weighted: ClassMeasures;
}

/** Precision, recall and F1 of each class and their averages. A division by zero gives 0, as in scikit-learn. */
export function classificationReport(matrix: ConfusionMatrix): ClassificationReport {
  const { classNames, counts, total } = matrix;
  const classes = classNames.map((className, i) => {
    const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = oneAgainstRest(matrix, i);
    return {
      className,
      precision: ratio(tp, tp + fp),
      recall: ratio(tp, tp + fn),
      f1: ratio(2 * tp, 2 * tp + fp + fn),
      support: tp + fn,
    };
  });
  const average = (weightOf: (one: ClassMeasures) => number, whole: number): ClassMeasures => {
    const mean = (name: 'precision' | 'recall' | 'f1') => sum(classes.map((one) => one[name] * weightOf(one))) / whole;
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1'), support: total };
  };
  return {
    classes,
    accuracy: sum(counts.map((row, i) => row[i]!)) / total,
    macro: average(() => 1, classes.length),
    weighted: average(({ support }) => support, total),
  };
}

/**
 * A report as the table that scikit-learn prints.
 *
 * @param options.digits decimals; default 2.
 */
export function formatClassificationReport(
  { classes, accuracy, macro, weighted }: ClassificationReport,
  { digits = 2 }: { readonly digits?: number } = {},
): string {
  const width = Math.max(...classes.map(({ className }) => className.length), 'weighted avg'.length, digits);
  const row = (name: string, cells: readonly string[]) =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}`;
  const measures = (name: string, { precision, recall, f1, support }: ClassMeasures) =>
    row(name, [...[precision, recall, f1].map((value) => fixed(value, digits)), String(support)]);
  return [
    row('', ['precision', 'recall', 'f1-score', 'support']),
    '',
    ...classes.map((one) => measures(one.className, one)),
    '',
    row('accuracy', ['', '', fixed(accuracy, digits), String(macro.support)]),
    measures('macro avg', macro),
    measures('weighted avg', weighted),
    '',
  ].join('\n');
}

/** Decimals as Python rounds them: what lies exactly between two goes to the even one, where `toFixed` goes up. */
function fixed(value: number, digits: number): string {
  const scaled = value * 10 ** digits;
  const isTie = Number.isInteger(value * 2 ** 20) && scaled - Math.floor(scaled) === 0.5;
  return isTie && Math.floor(scaled) % 2 === 0
    ? (Math.floor(scaled) / 10 ** digits).toFixed(digits)
    : value.toFixed(digits);
}
