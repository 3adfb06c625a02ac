import { DataError } from '../../errors.ts';
import type { Callback } from '../callbacks/callback.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import type { Model } from '../models/model.ts';
import { checkOptionNames } from '../options.ts';
import type { Logs } from './logs.ts';
import { type BatchSource, checkEnds } from './source.ts';
import { STEPS_IN_FLIGHT } from './steps.ts';

/** What `evaluate` takes besides the data. */
export interface EvaluateOptions {
  readonly callbacks?: readonly Callback[];
}

/** Loss and metrics over all batches, each sample counted once. */
export async function evaluateModel(model: Model, data: BatchSource, options: EvaluateOptions = {}): Promise<Logs> {
  checkOptionNames('evaluate', options, ['callbacks']);
  const callbacks = new CallbackList(options.callbacks ?? [], model, { epochs: 1, steps: data.length });
  await callbacks.onTestBegin();
  const logs = await totalsOver(model, data, callbacks);
  await callbacks.onTestEnd(logs);
  return logs;
}

/** Loss and metrics over all batches; of the callbacks only `onTestBatchEnd` is called. @internal */
export function totalsOver(model: Model, data: BatchSource, callbacks: CallbackList): Promise<Logs> {
  checkEnds('evaluate', data);
  const { compiled } = model;
  return compiled.withTotals('evaluate', async (totals) => {
    let batches = 0;
    for await (const batch of data) {
      await compiled.steps.evaluate(batch, totals);
      await compiled.device.throttle(STEPS_IN_FLIGHT);
      await callbacks.onTestBatchEnd(batches++);
    }
    if (batches === 0) throw new DataError('evaluate got no batches: the data set is empty.');
    return totals.read();
  });
}
