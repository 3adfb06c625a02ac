import { countParameters, type History, type Model } from '../index.ts';
import type { ReportContent } from '../node/index.ts';
import { count } from './count.ts';
import { imageFacts, machineFacts, reportSplit, timeOfReport } from './report-files.ts';
import type { BestEpoch } from './training-callbacks.ts';
import type { TrainingPlan } from './training-run.ts';

/** What came of a training. */
export interface TrainingOutcome {
  /** The best model, compiled. */
  readonly model: Model;
  readonly best: BestEpoch;
  readonly history: History['history'];
  readonly test: { readonly loss: number } | null;
  readonly seconds: number;
}

/** What the report of a training tells: the best model on all parts of the data. */
export async function trainingReport(plan: TrainingPlan, outcome: TrainingOutcome): Promise<ReportContent> {
  const { data, settings } = plan;
  const { model, best, history, test } = outcome;
  const { batchSize } = settings;
  const splitOf = (...[name, part, loss, pictures = false]: SplitArguments) =>
    reportSplit(name, part, model, { batchSize, loss, pictures });
  const splits = [
    ...(data.test ? [await splitOf('Test', data.test, test?.loss, true)] : []),
    await splitOf('Validation', data.validation, best.logs['val_loss'], data.test === null),
    await splitOf('Training', data.training),
  ];
  return {
    title: `${model.name} on ${data.name}`,
    subtitle: `Trained on ${timeOfReport()}. The model is that of epoch ${best.epoch} of ${settings.epochs}.`,
    classNames: data.preprocessing.classNames,
    splits,
    history,
    facts: [
      { heading: 'Training', rows: trainingFacts(plan, outcome) },
      { heading: 'Data', rows: dataFacts(plan) },
      { heading: 'Machine', rows: machineFacts(plan.device) },
    ],
  };
}

type SplitArguments = readonly [
  name: string,
  part: TrainingPlan['data']['training'],
  loss?: number | undefined,
  pictures?: boolean,
];

const trainingFacts = ({ settings, seed }: TrainingPlan, outcome: TrainingOutcome): [string, string][] => [
  [
    'Network',
    `${outcome.model.name}, ${countParameters(outcome.model.weightSpecs).total.toLocaleString('en-US')} parameters`,
  ],
  ['Optimizer', settings.optimizer],
  ['Learning rate', String(settings.learningRate)],
  ['Batch size', String(settings.batchSize)],
  ['Epochs', `${settings.epochs}, the best is ${outcome.best.epoch}`],
  ['Seed', String(seed)],
  ['Time', `${outcome.seconds.toFixed(1)} s`],
];

const dataFacts = ({ data }: TrainingPlan): [string, string][] => [
  ['Name', data.name],
  ['Training', count(data.training.count, 'image')],
  ['Validation', count(data.validation.count, 'image')],
  ...(data.test ? [['Test', count(data.test.count, 'image')] as [string, string]] : []),
  ...(data.skipped.length > 0 ? [['Skipped', count(data.skipped.length, 'file')] as [string, string]] : []),
  ...imageFacts(data.preprocessing),
];
