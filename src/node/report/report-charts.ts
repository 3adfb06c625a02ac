import type { Chart } from '../../charts/chart.ts';
import { confusionMatrixChart, MOST_CLASSES } from '../../charts/confusion-matrix-chart.ts';
import { type RocChartCurve, rocChart } from '../../charts/roc-chart.ts';
import { measuredInTraining, trainingCurves } from '../../charts/training-curves.ts';
import { classScores, rocCurve } from '../../evaluation/index.ts';
import type { ReportContent } from './report-content.ts';
import type { SplitResults } from './split-results.ts';

/** One chart for each metric of the history. */
export function curveCharts({ history = {} }: ReportContent): Chart[] {
  const metrics = measuredInTraining(history).filter((metric) => (history[metric] as readonly number[]).length > 0);
  return metrics.map((metric) => trainingCurves(history, { panels: [metric], width: 528, height: 350 }));
}

/** The confusion matrix of each part of the data; none of more classes than can be drawn. */
export const matrixCharts = (results: readonly SplitResults[], classNames: readonly string[]): Chart[] =>
  classNames.length > MOST_CLASSES
    ? []
    : results.map(({ matrix, split }) => confusionMatrixChart(matrix, { title: `Confusion matrix: ${split.name}` }));

/** More curves cannot be told apart. */
const MOST_CURVES = 10;

/**
 * ROC curves: for two classes those of all parts of the data, for more those of each class against the rest in the first
 * part, at most ten with the smallest areas. Null where none is defined.
 */
export function rocCharts(results: readonly SplitResults[], classNames: readonly string[]): Chart | null {
  const [first] = results;
  if (first === undefined) return null;
  const curveOf = ({ split }: SplitResults, positive: number) => {
    const { labels, scores } = classScores(split.predictions, positive);
    return rocCurve(labels, scores);
  };
  if (classNames.length === 2) {
    // Training has the first color in its curves too.
    const defined = results.filter(({ auc }) => !Number.isNaN(auc)).reverse();
    const curves = defined.map((one): RocChartCurve => ({ name: one.split.name, curve: curveOf(one, 1) }));
    return curves.length === 0 ? null : rocChart(curves, { title: `ROC curve of "${classNames[1]}"` });
  }
  const hardest = [...first.classAucs.keys()]
    .filter((i) => !Number.isNaN(first.classAucs[i]))
    .sort((a, b) => (first.classAucs[a] as number) - (first.classAucs[b] as number))
    .slice(0, MOST_CURVES);
  if (hardest.length === 0) return null;
  const curves = hardest
    .sort((a, b) => a - b)
    .map((i): RocChartCurve => ({ name: classNames[i] as string, curve: curveOf(first, i) }));
  return rocChart(curves, { title: `ROC curves, each class against the rest: ${first.split.name}` });
}
