import type { Batch } from '../../data/batch.ts';
import { DataError } from '../../errors.ts';
import type { Callback } from '../callbacks/callback.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import type { Model } from '../models/model.ts';
import { checkOptionNames } from '../options.ts';
import { batchesOf } from './batches-of.ts';
import { EpochBatches } from './epoch-batches.ts';
import type { Logs } from './logs.ts';
import type { TrainingData } from './source.ts';
import { STEPS_IN_FLIGHT } from './steps.ts';

/** What `evaluate` takes besides the data. */
export interface EvaluateOptions {
  /** Samples in a batch, for arrays. Default 32. */
  readonly batchSize?: number;
  /** Batches to take at most; needed for data without end. Default: all. */
  readonly steps?: number;
  readonly callbacks?: readonly Callback[];
}

/** Loss and metrics over all batches, each sample counted once, or by its weight. */
export async function evaluateModel(model: Model, data: TrainingData, options: EvaluateOptions = {}): Promise<Logs> {
  checkOptionNames('evaluate', options, ['batchSize', 'steps', 'callbacks']);
  const { batchSize, steps } = options;
  const source = batchesOf('evaluate', data, { batchSize, shuffle: null });
  const batches = new EpochBatches('evaluate', source, { steps, option: 'steps', wraps: false });
  const callbacks = new CallbackList(options.callbacks ?? [], model, { epochs: 1, steps: batches.length });
  await callbacks.onTestBegin();
  const logs = await totalsOver(model, batches, callbacks);
  await callbacks.onTestEnd(logs);
  return logs;
}

/** Loss and metrics over the batches of an epoch; of the callbacks only `onTestBatchEnd` is called. @internal */
export function totalsOver(model: Model, data: EpochBatches<Batch>, callbacks: CallbackList): Promise<Logs> {
  const { compiled } = model;
  return compiled.withTotals('evaluate', async (totals) => {
    let batches = 0;
    try {
      for await (const batch of data.epoch()) {
        await compiled.steps.evaluate(batch, totals);
        await compiled.device.throttle(STEPS_IN_FLIGHT);
        await callbacks.onTestBatchEnd(batches++);
      }
    } finally {
      await data.close();
    }
    if (batches === 0) throw new DataError('evaluate got no batches: the data set is empty.');
    return totals.read();
  });
}
