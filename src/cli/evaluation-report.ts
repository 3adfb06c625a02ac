import { dirname, join, resolve } from 'node:path';
import { countParameters, type Device, type ImagePreprocessing, type Model } from '../index.ts';
import type { ReportContent } from '../node/index.ts';
import { makeFolder } from '../node/make-folder.ts';
import { count } from './count.ts';
import type { EvaluatedPart, EvaluationData } from './data-parts.ts';
import { shortPath } from './describe-data.ts';
import type { Output } from './output.ts';
import { imageFacts, machineFacts, reportSplit, timeOfReport, writeReportFiles } from './report-files.ts';
import { fileName } from './run-folder.ts';

/** What a report of `evaluate` is about. */
export interface Evaluation {
  /** Compiled. */
  readonly model: Model;
  readonly modelPath: string;
  readonly preprocessing: ImagePreprocessing;
  readonly data: EvaluationData;
  readonly device: Device;
  readonly batchSize: number;
  /** Of the first part of the data. */
  readonly loss: number | undefined;
}

/**
 * Writes the report of an evaluation into a folder: the one given, or one beside the model, named after the data, so that
 * the report of the training stays.
 *
 * @returns the path of the page; null where it could not be written.
 */
export async function writeEvaluationReport(
  evaluation: Evaluation,
  given: true | string,
  figures: boolean,
  output: Output,
): Promise<string | null> {
  const { modelPath, data } = evaluation;
  const folder =
    given === true ? join(dirname(resolve(modelPath)), `evaluation-${fileName(data.name)}`) : resolve(given);
  await makeFolder(folder);
  const path = await writeReportFiles(folder, () => contentOf(evaluation), { report: true, figures }, output);
  if (path !== null) output.result(`Report: ${shortPath(path)}`);
  return path;
}

const TITLES = { test: 'Test', validation: 'Validation', training: 'Training', all: 'All images' };

async function contentOf(evaluation: Evaluation): Promise<ReportContent> {
  const { model, modelPath, preprocessing, data, device, batchSize, loss } = evaluation;
  const splitOf = ({ partName, part }: EvaluatedPart, settings: { loss?: number | undefined; pictures?: boolean }) =>
    reportSplit(TITLES[partName], part, model, { batchSize, ...settings });
  const splits = [await splitOf(data, { loss, pictures: true })];
  for (const other of data.others) splits.push(await splitOf(other, {}));
  return {
    title: `${model.name} on ${data.name}`,
    subtitle: `Evaluated on ${timeOfReport()}.`,
    classNames: preprocessing.classNames,
    splits,
    facts: [
      {
        heading: 'Model',
        rows: [
          ['File', shortPath(resolve(modelPath))],
          ['Network', model.name],
          ['Parameters', countParameters(model.weightSpecs).total.toLocaleString('en-US')],
        ],
      },
      {
        heading: 'Data',
        rows: [
          ['Name', data.name],
          ...[data, ...data.others].map(({ partName, part }): [string, string] => [
            TITLES[partName],
            count(part.count, 'image'),
          ]),
          ...imageFacts(preprocessing),
        ],
      },
      { heading: 'Machine', rows: machineFacts(device) },
    ],
  };
}
