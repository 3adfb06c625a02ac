import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TensorBoard } from '../../src/node/tensorboard.ts';
import { FakeRun } from '../nn/callbacks/fake-run.ts';
import { readEvents } from '../support/read-events.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();

/** The events of the only file in a folder. */
async function eventsIn(path: string) {
  const names = await readdir(path);
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(/^events\.out\.tfevents\.\d{10}\..+\.v2$/);
  return readEvents(await readFile(join(path, names[0])));
}

describe('TensorBoard', () => {
  it('writes the epochs of training and validation into two folders', async () => {
    const logDir = await folder();
    const board = new TensorBoard({ logDir });
    board.onTrainBegin();
    await board.onTrainBatchEnd(0, {}, new FakeRun());
    await board.onEpochEnd(0, { loss: 1.5, accuracy: 0.25, learningRate: 0.125, val_loss: 2, val_accuracy: 0.5 });
    await board.onEpochEnd(1, { loss: 1.25, accuracy: 0.5, learningRate: 0.125, val_loss: 1, val_accuracy: 0.75 });
    const train = await eventsIn(join(logDir, 'train'));
    expect(train[0].fileVersion).toBe('brain.Event:2');
    expect(train.slice(1).map(({ step, scalars }) => ({ step, scalars }))).toEqual([
      { step: 0, scalars: { epoch_loss: 1.5, epoch_accuracy: 0.25, epoch_learning_rate: 0.125 } },
      { step: 1, scalars: { epoch_loss: 1.25, epoch_accuracy: 0.5, epoch_learning_rate: 0.125 } },
    ]);
    const validation = await eventsIn(join(logDir, 'validation'));
    expect(validation.slice(1).map(({ scalars }) => scalars)).toEqual([
      { epoch_loss: 2, epoch_accuracy: 0.5 },
      { epoch_loss: 1, epoch_accuracy: 0.75 },
    ]);
    const now = Date.now() / 1000;
    for (const { wallTime } of train) expect(Math.abs(now - wallTime)).toBeLessThan(3600);
  });

  it('writes batches where they are asked for', async () => {
    const logDir = await folder();
    const board = new TensorBoard({ logDir, updateFreq: 2 });
    const run = new FakeRun();
    board.onTrainBegin();
    for (let batch = 0; batch < 4; batch++) {
      run.logs = { loss: batch };
      await board.onTrainBatchEnd(batch, {}, run);
    }
    const events = await eventsIn(join(logDir, 'train'));
    expect(events.slice(1).map(({ step, scalars }) => [step, scalars])).toEqual([
      [0, { batch_loss: 0 }],
      [2, { batch_loss: 2 }],
    ]);
    expect(await readdir(logDir)).toEqual(['train']);
  });

  it('refuses unknown options and values', () => {
    expect(() => new TensorBoard({ log_dir: 'x' } as never)).toThrow('TensorBoard has no option "log_dir".');
    expect(() => new TensorBoard({ updateFreq: 'step' as never })).toThrow('TensorBoard: updateFreq is "step"');
    expect(() => new TensorBoard({ updateFreq: 0 })).toThrow('TensorBoard: updateFreq is 0');
  });
});
