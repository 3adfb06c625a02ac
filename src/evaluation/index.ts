export { aucInterval } from './auc-interval.ts';
export { bootstrapInterval, type Interval } from './bootstrap-interval.ts';
export { type Calibration, type CalibrationBin, calibration } from './calibration.ts';
export {
  type ClassificationReport,
  type ClassMeasures,
  classificationReport,
  formatClassificationReport,
} from './classification-report.ts';
export { type BatchPredictor, type CollectOptions, collectPredictions } from './collect-predictions.ts';
export { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.ts';
export { matthewsCorrelation } from './matthews-correlation.ts';
export { type OneVsRestAuc, oneVsRestAuc } from './one-vs-rest-auc.ts';
export { classScores, type Predictions } from './predictions.ts';
export { areaUnder, type RocCurve, rocAuc, rocCurve } from './roc-curve.ts';
export { type SummaryMeasures, summaryMeasures } from './summary-measures.ts';
export { type Mistake, worstMistakes } from './worst-mistakes.ts';
