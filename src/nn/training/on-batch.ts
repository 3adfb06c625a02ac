import type { Batch } from '../../data/batch.ts';
import type { Model } from '../models/model.ts';
import { checkBatch } from './batch-form.ts';
import type { Logs } from './logs.ts';

/** Loss and metrics of one batch, which in training changes the weights. */
export async function onBatch({ compiled }: Model, mode: 'train' | 'evaluate', batch: Batch): Promise<Logs> {
  checkBatch(mode === 'train' ? 'trainOnBatch' : 'testOnBatch', batch);
  return compiled.withTotals(mode, async (totals) => {
    await compiled.steps[mode](batch, totals);
    return totals.read();
  });
}
