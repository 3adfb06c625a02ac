import { join } from 'node:path';
import { trainingCurves } from '../../charts/training-curves.ts';
import { saveChart } from '../charts/save-chart.ts';
import { matrixCharts, rocCharts } from './report-charts.ts';
import type { ReportContent } from './report-content.ts';
import { splitResults } from './split-results.ts';

/**
 * Writes the charts of a report as pictures of their own, each as SVG and PNG, into a folder that exists.
 *
 * @returns the names of the files.
 * @throws MissingPackageError when `sharp`, which makes PNGs, is not installed.
 * @throws WriteError when a file cannot be written.
 */
export async function writeFigures(folder: string, content: ReportContent): Promise<string[]> {
  const { history = {}, splits, classNames } = content;
  const results = splits.map((split) => splitResults(split, classNames));
  const roc = rocCharts(results, classNames);
  const charts = [
    ...(Object.values(history).some(({ length }) => length > 0)
      ? [['training', trainingCurves(history)] as const]
      : []),
    ...matrixCharts(results, classNames).map(
      (chart, i) => [`confusion-matrix-${fileName(splits[i]!.name)}`, chart] as const,
    ),
    ...(roc === null ? [] : [['roc', roc] as const]),
  ];
  const files: string[] = [];
  for (const [name, chart] of charts) {
    for (const extension of ['svg', 'png']) {
      files.push(`${name}.${extension}`);
      await saveChart(chart, join(folder, `${name}.${extension}`));
    }
  }
  return files;
}

const fileName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
