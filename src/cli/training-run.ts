import { TrainingTimeline } from '../benchmarks/training-timeline.ts';
import { CnnGpuError, DataError } from '../errors.ts';
import { type Batch, type Callback, type Device, type Logs, type Model, ProgressBar, type Run } from '../index.ts';
import { loadModel, ModelCheckpoint } from '../node/index.ts';
import { count } from './count.ts';
import { batches, type Part, type TrainingData } from './data-parts.ts';
import { DataWait } from './data-wait.ts';
import { shortPath } from './describe-data.ts';
import { deviceRecord } from './device-line.ts';
import { HistoryFile } from './history-file.ts';
import { Interruption, interruptedError } from './interruption.ts';
import type { TrainingDefaults } from './networks.ts';
import { objectiveOf } from './objective.ts';
import { makeOptimizer } from './optimizers.ts';
import type { Output } from './output.ts';
import { reportProfile } from './profile.ts';
import type { RunFolder } from './run-folder.ts';

/** Everything that is fixed before the first step. */
export interface TrainingPlan {
  readonly data: TrainingData;
  readonly model: Model;
  readonly settings: TrainingDefaults;
  readonly device: Device;
  readonly folder: RunFolder;
  readonly seed: number;
  /** Where the trace of a profile goes; null without one. */
  readonly profile: string | null;
}

/** What the model is saved by: unlike the accuracy it tells apart models that are right equally often. */
const MONITOR = 'val_loss';

/**
 * Trains, keeps the best model and a history in the run folder, tests the best model, and reports.
 *
 * @throws CnnGpuError `DIVERGED` when the loss stops being a number, `INTERRUPTED` after Ctrl-C.
 */
export async function runTraining(plan: TrainingPlan, output: Output): Promise<void> {
  const { data, model, settings, device, folder, seed, profile } = plan;
  const { epochs, batchSize } = settings;
  const { loss, targets } = objectiveOf(model);
  const batchesOf = ({ samples }: Part) => batches(targets(samples), batchSize);
  const steps = Math.ceil(data.training.count / batchSize) * epochs;
  const optimizer = makeOptimizer(settings.optimizer, settings.learningRate, steps);
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

  const test = data.test && (await testModel(folder.model, device, batchesOf(data.test)));
  const seconds = (performance.now() - begin) / 1000;
  output.say();
  output.result(summaryOf(best, test, data, folder, `${seconds.toFixed(1)} s; ${dataWait.describe()}`));
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
  });
}

async function firstOf(data: ReturnType<typeof batches>): Promise<Batch> {
  for await (const batch of data) return batch;
  throw new DataError('There is no batch to profile.');
}

/** Loss and accuracy of the best model, read from its file. */
async function testModel(path: string, device: Device, data: ReturnType<typeof batches>) {
  const { model } = await loadModel(path);
  model.compile({ device, optimizer: 'sgd', loss: objectiveOf(model).loss, metrics: ['accuracy'] });
  const { loss = Number.NaN, accuracy = Number.NaN } = await model.evaluate(data);
  return { loss, accuracy };
}

/** Remembers the epoch that the saved model is from. */
class BestEpoch implements Callback {
  /** Counted from 1; 0 before the first. */
  epoch = 0;
  logs: Logs = {};

  onEpochEnd(epoch: number, logs: Logs): void {
    const value = logs[MONITOR] as number;
    if (this.epoch > 0 && value >= (this.logs[MONITOR] as number)) return;
    this.epoch = epoch + 1;
    this.logs = logs;
  }
}

/** Reports each epoch to programs. */
class EpochEvents implements Callback {
  readonly #output: Output;
  readonly #dataWait: DataWait;

  constructor(output: Output, dataWait: DataWait) {
    this.#output = output;
    this.#dataWait = dataWait;
  }

  onEpochEnd(epoch: number, logs: Logs): void {
    this.#output.event({
      event: 'epoch',
      epoch: epoch + 1,
      ...logs,
      dataWaitSeconds: this.#dataWait.epochSeconds,
    });
  }
}

const refuseDivergence: Callback = {
  onEpochEnd(epoch, { loss, val_loss }) {
    if (Number.isFinite(loss) && Number.isFinite(val_loss)) return;
    throw new CnnGpuError(
      'DIVERGED',
      `The loss is no longer a number after epoch ${epoch + 1}. Try a smaller --learning-rate.`,
      { epoch: epoch + 1, loss, val_loss },
    );
  },
};

/** An epoch that was interrupted has no validation; its figures are left out. */
const onlyWholeEpochs = (callback: Callback): Callback => ({
  async onEpochEnd(epoch: number, logs: Logs, run: Run): Promise<void> {
    if (MONITOR in logs) await callback.onEpochEnd?.(epoch, logs, run);
  },
});

function afterInterruption({ epoch }: BestEpoch, folder: RunFolder): string {
  if (epoch === 0) return 'Interrupted before the first epoch was done: there is no model.';
  return `Interrupted. The best model so far, of epoch ${epoch}, is ${shortPath(folder.model)}.`;
}

const percent = (share = Number.NaN): string => `${(100 * share).toFixed(2)} %`;

function summaryOf(
  { epoch, logs }: BestEpoch,
  test: { loss: number; accuracy: number } | null,
  { test: testPart }: TrainingData,
  folder: RunFolder,
  time: string,
): string {
  const validation = `accuracy ${percent(logs['val_accuracy'])}, loss ${logs['val_loss']?.toFixed(4)} on the validation images`;
  const tested = test
    ? `accuracy ${percent(test.accuracy)}, loss ${test.loss.toFixed(4)} on ${count(testPart?.count ?? 0, 'test image')}`
    : 'there are no test images';
  return [
    `Best:   epoch ${epoch}: ${validation}`,
    `Test:   ${tested}`,
    `Time:   ${time}`,
    `Result: ${shortPath(folder.path)}`,
    '        model.safetensors  the best model',
    '        history.csv        what was measured in each epoch',
    '        config.json        all settings of this run',
  ].join('\n');
}
