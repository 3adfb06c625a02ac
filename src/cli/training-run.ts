import { TrainingTimeline } from '../benchmarks/training-timeline.ts';
import { DataError } from '../errors.ts';
import {
  type Batch,
  type Device,
  decayingOptimizer,
  type Model,
  objectiveOf,
  ProgressBar,
  type TrainingDefaults,
} from '../index.ts';
import { loadModel, ModelCheckpoint } from '../node/index.ts';
import { count } from './count.ts';
import { batches, type Part, type TrainingData } from './data-parts.ts';
import { DataWait } from './data-wait.ts';
import { shortPath } from './describe-data.ts';
import { deviceRecord } from './device-line.ts';
import { HistoryFile } from './history-file.ts';
import { Interruption, interruptedError } from './interruption.ts';
import type { Output } from './output.ts';
import { reportProfile } from './profile.ts';
import { type ReportFilesOptions, writeReportFiles } from './report-files.ts';
import type { RunFolder } from './run-folder.ts';
import { BestEpoch, EpochEvents, MONITOR, onlyWholeEpochs, refuseDivergence } from './training-callbacks.ts';
import { trainingReport } from './training-report.ts';

/** Everything that is fixed before the first step. */
export interface TrainingPlan extends ReportFilesOptions {
  readonly data: TrainingData;
  readonly model: Model;
  readonly settings: TrainingDefaults;
  readonly device: Device;
  readonly folder: RunFolder;
  readonly seed: number;
  /** Where the trace of a profile goes; null without one. */
  readonly profile: string | null;
}

/**
 * Trains, keeps the best model and a history in the run folder, tests the best model, and writes a
 * report.
 *
 * @throws CnnGpuError `DIVERGED` when the loss stops being a number, `INTERRUPTED` after Ctrl-C.
 */
export async function runTraining(plan: TrainingPlan, output: Output): Promise<void> {
  const { data, model, settings, device, folder, seed, profile } = plan;
  const { epochs, batchSize } = settings;
  const { loss, targets } = objectiveOf(model);
  const batchesOf = ({ samples }: Part) => batches(targets(samples), batchSize);
  const steps = Math.ceil(data.training.count / batchSize) * epochs;
  const optimizer = decayingOptimizer(settings.optimizer, settings.learningRate, steps);
  model.compile({ device, optimizer, loss, metrics: ['accuracy'], seed });

  const begin = performance.now();
  const interruption = new Interruption(() => output.warn('\nStopping after this batch. Ctrl-C again stops at once.'));
  const { preprocessing } = data;
  const checkpoint = new ModelCheckpoint(folder.model, { monitor: MONITOR, saveBestOnly: true, preprocessing });
  const best = new BestEpoch();
  const dataWait = new DataWait();
  const timeline = new TrainingTimeline();
  const recorders = [
    refuseDivergence,
    new HistoryFile(folder.history),
    checkpoint,
    best,
    new EpochEvents(output, dataWait),
  ];
  const { epoch, history } = await model
    .fit(batchesOf(data.training), {
      epochs,
      validationData: batchesOf(data.validation),
      callbacks: [
        ...(output.isQuiet ? [] : [new ProgressBar({ output: output.messages })]),
        interruption,
        dataWait,
        ...(profile === null ? [] : [timeline]),
        ...recorders.map(onlyWholeEpochs),
      ],
    })
    .finally(() => interruption.release());
  if (interruption.isRequested) throw interruptedError(afterInterruption(best, folder));

  const bestModel = await readBest(folder.model, device);
  const test = data.test && (await testModel(bestModel, batchesOf(data.test)));
  const seconds = (performance.now() - begin) / 1000;
  const outcome = { model: bestModel, best, history, test, seconds };
  const report = await writeReportFiles(folder.path, () => trainingReport(plan, outcome), plan, output);
  output.say();
  const time = `${seconds.toFixed(1)} s; ${dataWait.describe()}`;
  output.result([summaryOf(best, test, data, time), filesOf(plan, report !== null)].join('\n'));
  if (profile !== null) {
    const batch = await firstOf(batchesOf(data.training));
    await reportProfile({ model, device, batch, timeline, path: profile }, output);
  }
  output.event({
    event: 'end',
    device: deviceRecord(device),
    epochs: epoch.length,
    history,
    test,
    seconds,
    dataWaitSeconds: dataWait.seconds,
    model: folder.model,
    report,
  });
}

async function firstOf(data: ReturnType<typeof batches>): Promise<Batch> {
  for await (const batch of data) return batch;
  throw new DataError('There is no batch to profile.');
}

/** The best model, from its file. */
async function readBest(path: string, device: Device): Promise<Model> {
  const { model } = await loadModel(path);
  model.compile({ device, optimizer: 'sgd', loss: objectiveOf(model).loss, metrics: ['accuracy'] });
  return model;
}

async function testModel(model: Model, data: ReturnType<typeof batches>) {
  const { loss = Number.NaN, accuracy = Number.NaN } = await model.evaluate(data);
  return { loss, accuracy };
}

function afterInterruption({ epoch }: BestEpoch, folder: RunFolder): string {
  if (epoch === 0) return 'Interrupted before the first epoch was done: there is no model.';
  return `Interrupted. The best model so far, of epoch ${epoch}, is ${shortPath(folder.model)}.`;
}

const percent = (share = Number.NaN): string => `${(100 * share).toFixed(2)} %`;

function summaryOf(
  { epoch, logs }: BestEpoch,
  test: { loss: number; accuracy: number } | null,
  { test: testPart }: TrainingData,
  time: string,
): string {
  const validation = `accuracy ${percent(logs['val_accuracy'])}, loss ${logs['val_loss']?.toFixed(4)} on the validation images`;
  const tested = test
    ? `accuracy ${percent(test.accuracy)}, loss ${test.loss.toFixed(4)} on ${count(testPart?.count ?? 0, 'test image')}`
    : 'there are no test images';
  return [`Best:   epoch ${epoch}: ${validation}`, `Test:   ${tested}`, `Time:   ${time}`].join('\n');
}

/** What lies in the run folder now. */
const filesOf = ({ folder, figures }: TrainingPlan, hasReport: boolean): string =>
  [
    `Result: ${shortPath(folder.path)}`,
    ...(hasReport ? ['        report.html        results, curves and worst mistakes, for a browser'] : []),
    ...(figures ? ['        figures            the charts as pictures'] : []),
    '        model.safetensors  the best model',
    '        history.csv        what was measured in each epoch',
    '        config.json        all settings of this run',
  ].join('\n');
