import { DataError, ValueError } from '../../errors.ts';
import type { Callback } from '../callbacks/callback.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import { History } from '../callbacks/history.ts';
import type { Model } from '../models/model.ts';
import { checkOptionNames, checkPositiveInteger } from '../options.ts';
import { learningRateAt } from '../schedules/schedules.ts';
import { totalsOver } from './evaluate.ts';
import type { Logs } from './logs.ts';
import { type BatchSource, checkEnds } from './source.ts';
import { STEPS_IN_FLIGHT } from './steps.ts';

/** What `fit` takes besides the data. */
export interface FitOptions {
  /** Passes over the data. Default 1. */
  readonly epochs?: number;
  /** The number of the first epoch, counted from 0. Default 0. */
  readonly initialEpoch?: number;
  /** Evaluated after each epoch; its figures are named `val_…`. */
  readonly validationData?: BatchSource;
  readonly callbacks?: readonly Callback[];
}

/** How often the running means are read in an epoch, in milliseconds: each read waits for the device. */
const READ_INTERVAL = 200;

/** Trains for a number of epochs, or until a callback stops it, and returns what was measured. */
export async function fitModel(model: Model, data: BatchSource, options: FitOptions = {}): Promise<History> {
  checkOptionNames('fit', options, ['epochs', 'initialEpoch', 'validationData', 'callbacks']);
  const { epochs = 1, initialEpoch = 0, validationData } = options;
  checkPositiveInteger('fit: epochs', epochs);
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0)
    throw new ValueError(`fit: initialEpoch is ${initialEpoch}; a whole number is expected.`, { initialEpoch });
  checkEnds('fit', data);
  if (validationData !== undefined) checkEnds('fit: validationData', validationData);
  const history = new History();
  const callbacks = new CallbackList([history, ...(options.callbacks ?? [])], model, { epochs, steps: data.length });
  await callbacks.onTrainBegin();
  for (let epoch = initialEpoch; epoch < epochs && !callbacks.isStopped; epoch++) {
    await callbacks.onEpochBegin(epoch);
    let logs = await trainEpoch(model, data, callbacks);
    if (validationData !== undefined && !callbacks.isStopped) {
      await callbacks.onTestBegin();
      const validation = await totalsOver(model, validationData, callbacks);
      await callbacks.onTestEnd(validation);
      logs = {
        ...logs,
        ...Object.fromEntries(Object.entries(validation).map(([name, value]) => [`val_${name}`, value])),
      };
    }
    await callbacks.onEpochEnd(epoch, logs);
  }
  await callbacks.onTrainEnd();
  return history;
}

function trainEpoch(model: Model, data: BatchSource, callbacks: CallbackList): Promise<Logs> {
  const { compiled } = model;
  return compiled.withTotals('train', async (totals) => {
    let logs: Logs = {};
    let lastRead = performance.now();
    let batches = 0;
    let begin = performance.now();
    for await (const batch of data) {
      const given = performance.now();
      await callbacks.onTrainBatchBegin(batches);
      const issuing = performance.now();
      await compiled.steps.train(batch, totals);
      const issued = performance.now();
      await compiled.device.throttle(STEPS_IN_FLIGHT);
      const times = { begin, data: given - begin, issue: issued - issuing, device: performance.now() - issued };
      if (performance.now() - lastRead > READ_INTERVAL) {
        logs = await totals.read();
        lastRead = performance.now();
      }
      await callbacks.onTrainBatchEnd(batches++, logs, times);
      if (callbacks.isStopped) break;
      begin = performance.now();
    }
    if (batches === 0)
      throw new DataError('fit got no batches: the data set is empty. Check the folder and the batch size.');
    return {
      ...(await totals.read()),
      learningRate: learningRateAt(compiled.optimizer.learningRate, compiled.step - 1),
    };
  });
}
