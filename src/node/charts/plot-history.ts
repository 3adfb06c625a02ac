import { basename, dirname, extname, join } from 'node:path';
import {
  type Measured,
  measuredInTraining,
  type TrainingCurvesOptions,
  trainingCurves,
} from '../../charts/training-curves.ts';
import { saveChart } from './save-chart.ts';

/** What `plotHistory` takes besides the history. */
export interface PlotHistoryOptions extends TrainingCurvesOptions {
  /** Whether each panel becomes a picture of its own, `figure-accuracy.png` and so on; default false. */
  readonly separate?: boolean;
}

/**
 * Draws accuracy and loss of a training and writes the picture, `.png` or `.svg`:
 * `await plotHistory(await model.fit(data), 'figure.png')`.
 *
 * @returns the files written.
 * @throws ValueError when the history lacks a metric asked for, or the name has another ending.
 * @throws WriteError when a file cannot be written.
 */
export async function plotHistory(
  { history }: { readonly history: Measured },
  path: string,
  { separate = false, ...options }: PlotHistoryOptions = {},
): Promise<string[]> {
  if (!separate) {
    await saveChart(trainingCurves(history, options), path);
    return [path];
  }
  const panels = options.panels ?? measuredInTraining(history);
  const files: string[] = [];
  for (const panel of panels) {
    const metric = typeof panel === 'string' ? panel : panel.metric;
    const extension = extname(path);
    const file = join(dirname(path), `${basename(path, extension)}-${metric}${extension}`);
    await saveChart(trainingCurves(history, { ...options, panels: [panel] }), file);
    files.push(file);
  }
  return files;
}
