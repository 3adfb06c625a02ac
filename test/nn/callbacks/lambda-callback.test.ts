import { expect, it } from 'vitest';
import { LambdaCallback } from '../../../src/nn/callbacks/lambda-callback.ts';
import { TerminateOnNaN } from '../../../src/nn/callbacks/terminate-on-nan.ts';
import { FakeRun } from './fake-run.ts';

it('LambdaCallback calls its functions and refuses names that are no hooks', async () => {
  const epochs: number[] = [];
  const callback = new LambdaCallback({ onEpochEnd: (epoch) => void epochs.push(epoch) });
  await callback.onEpochEnd?.(4, {}, new FakeRun());
  expect(epochs).toEqual([4]);
  expect(callback.onEpochBegin).toBeUndefined();
  expect(() => new LambdaCallback({ on_epoch_end: () => {} } as never)).toThrow(
    'LambdaCallback has no option "on_epoch_end". It is called "onEpochEnd" here. Its options are "onTrainBegin"',
  );
});

it('TerminateOnNaN stops at the batch whose loss is no number, and names it', async () => {
  for (const loss of [Number.NaN, Infinity]) {
    const messages: string[] = [];
    const callback = new TerminateOnNaN({ print: (m) => messages.push(m) });
    const run = new FakeRun();
    run.logs = { loss: 2.5 };
    await callback.onTrainBatchEnd(6, {}, run);
    expect(run.isStopped).toBe(false);
    run.logs = { loss };
    await callback.onTrainBatchEnd(7, {}, run);
    expect(run.isStopped).toBe(true);
    expect(messages).toEqual(['Batch 7: Invalid loss, terminating training']);
  }
});
