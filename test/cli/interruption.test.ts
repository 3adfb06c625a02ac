import { expect, it, vi } from 'vitest';
import { Interruption } from '../../src/cli/interruption.ts';

it('hears a signal between batches of work that never waits', async () => {
  const notify = vi.fn();
  const interruption = new Interruption(notify);
  const before = process.listeners('SIGINT');
  interruption.onTrainBegin();
  const [listener] = process.listeners('SIGINT').filter((one) => !before.includes(one));
  const run = {
    stopTraining: vi.fn(),
    readLogs: async () => ({}),
    model: undefined as never,
    params: { epochs: 1, steps: 1 },
  };
  setImmediate(() => listener?.('SIGINT'));
  await interruption.onTrainBatchEnd(0, {}, run);
  interruption.release();
  expect(notify).toHaveBeenCalledOnce();
  expect(run.stopTraining).toHaveBeenCalledExactlyOnceWith({ immediately: true });
  expect(process.listeners('SIGINT')).toEqual(before);
});

it('hears a signal between batches of a validation', async () => {
  const interruption = new Interruption(() => {});
  let heard = false;
  setImmediate(() => {
    heard = true;
  });
  await interruption.onTestBatchEnd();
  expect(heard).toBe(true);
});
