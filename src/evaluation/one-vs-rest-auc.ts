import { sum } from './confusion-matrix.ts';
import { classScores, type Predictions } from './predictions.ts';
import { rocAuc } from './roc-curve.ts';

/** Areas under the ROC curves of several classes. */
export interface OneVsRestAuc {
  /** For each class against all others; not a number where all samples or none are of the class. */
  readonly classes: readonly number[];
  /** Mean of those that are defined. With all classes present, scikit-learn's `roc_auc_score(multi_class='ovr')`. */
  readonly macro: number;
}

/** The area under the ROC curve of each class against the rest, and their mean. */
export function oneVsRestAuc(predictions: Predictions): OneVsRestAuc {
  const classes = Array.from({ length: predictions.classes }, (_, positive) => {
    const { labels, scores } = classScores(predictions, positive);
    return rocAuc(labels, scores);
  });
  const defined = classes.filter((area) => !Number.isNaN(area));
  return { classes, macro: sum(defined) / defined.length };
}
