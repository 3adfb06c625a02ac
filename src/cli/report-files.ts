import { join } from 'node:path';
import { CnnGpuError } from '../errors.ts';
import {
  collectPredictions,
  type Device,
  type ImagePreprocessing,
  inputShapeOf,
  type Model,
  objectiveOf,
} from '../index.ts';
import { MistakePictures, type ReportContent, type ReportSplit, writeFigures, writeReport } from '../node/index.ts';
import { makeFolder } from '../node/make-folder.ts';
import { batches, type Part } from './data-parts.ts';
import { deviceLine } from './device-line.ts';
import type { Output } from './output.ts';
import { version } from './version.ts';

/** What is to be written. */
export interface ReportFilesOptions {
  /** Whether there is to be a page. */
  readonly report: boolean;
  /** Whether its charts are to be pictures of their own. */
  readonly figures: boolean;
}

/** What a model says about a part of the data, with pictures of the worst mistakes where asked for. */
export async function reportSplit(
  name: string,
  part: Part,
  model: Model,
  { batchSize, loss, pictures = false }: { batchSize: number; loss?: number | undefined; pictures?: boolean },
): Promise<ReportSplit> {
  const mistakes = new MistakePictures();
  const { fromLogits, targets } = objectiveOf(model);
  const predictions = await collectPredictions(model, batches(targets(part.samples), batchSize), {
    fromLogits,
    ...(pictures && { onBatch: mistakes.onBatch }),
  });
  return {
    name,
    predictions,
    ...(loss !== undefined && { loss }),
    ...(pictures && { mistakes: await mistakes.pictured() }),
  };
}

/**
 * Writes `report.html`, and the pictures into `figures`. What goes wrong is told, and does not end the command: what it
 * was run for is done.
 *
 * @returns the path of the page; null without one.
 */
export async function writeReportFiles(
  folder: string,
  makeContent: () => Promise<ReportContent>,
  { report, figures }: ReportFilesOptions,
  output: Output,
): Promise<string | null> {
  if (!report && !figures) return null;
  try {
    const content = await makeContent();
    const path = join(folder, 'report.html');
    if (report) await writeReport(path, content);
    if (figures) {
      await makeFolder(join(folder, 'figures'));
      await writeFigures(join(folder, 'figures'), content);
    }
    return report ? path : null;
  } catch (error) {
    if (!(error instanceof CnnGpuError)) throw error;
    output.warn(`There is no report: ${error.message}`);
    return null;
  }
}

/** How images become inputs. */
export const imageFacts = (preprocessing: ImagePreprocessing): [string, string][] => [
  ['Images', `${inputShapeOf(preprocessing).join('x')}, ${preprocessing.interpolation}`],
  ['Classes', String(preprocessing.classNames.length)],
];

/** What a report says about the machine and the program. */
export const machineFacts = (device: Device): [string, string][] => [
  ['Device', deviceLine(device).replace(/^Device: /, '')],
  ['cnn-gpu', version],
  ['Node.js', process.version],
  ['System', `${process.platform} ${process.arch}`],
  ['Command', `cnn-gpu ${process.argv.slice(2).join(' ')}`],
];

/** The time for people who read a report, in UTC. */
export const timeOfReport = (): string => `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
