import {
  aucInterval,
  bootstrapInterval,
  type Calibration,
  type ClassificationReport,
  type ConfusionMatrix,
  calibration,
  classificationReport,
  classScores,
  confusionMatrix,
  type Interval,
  oneVsRestAuc,
  rocAuc,
  type SummaryMeasures,
  summaryMeasures,
} from '../../evaluation/index.ts';
import type { ReportSplit } from './report-content.ts';

/** What is computed of one part of the data. */
export interface SplitResults {
  readonly split: ReportSplit;
  readonly matrix: ConfusionMatrix;
  readonly measures: SummaryMeasures;
  readonly classes: ClassificationReport;
  /** Of class 1 of two; of more classes the mean. Not a number where it is not defined. */
  readonly auc: number;
  /** Of each class against the rest. */
  readonly classAucs: readonly number[];
  readonly accuracyInterval: Interval;
  /** For two classes. */
  readonly aucInterval: Interval | null;
  readonly calibration: Calibration;
}

/** Drawings of one sample in all, so that large data takes about a second. */
const MOST_DRAWINGS = 2e7;

/** Computes all that a report tells about a part of the data. */
export function splitResults(split: ReportSplit, classNames: readonly string[]): SplitResults {
  const { predictions } = split;
  const { labels, predicted } = predictions;
  const matrix = confusionMatrix(labels, predicted, classNames);
  const resamples = Math.max(100, Math.min(1000, Math.floor(MOST_DRAWINGS / labels.length)));
  const right = Uint8Array.from(labels, (label, i) => (predicted[i] === label ? 1 : 0));
  const accuracy = (indices: Uint32Array) => indices.reduce((sum, i) => sum + (right[i] as number), 0) / indices.length;
  const { classes: classAucs, macro } = oneVsRestAuc(predictions);
  const positive = classNames.length === 2 ? classScores(predictions, 1) : null;
  return {
    split,
    matrix,
    measures: summaryMeasures(matrix),
    classes: classificationReport(matrix),
    auc: positive === null ? macro : rocAuc(positive.labels, positive.scores),
    classAucs,
    accuracyInterval: bootstrapInterval(labels.length, accuracy, { resamples }),
    aucInterval: positive && aucInterval(positive.labels, positive.scores, { resamples }),
    calibration: calibration(predictions),
  };
}
