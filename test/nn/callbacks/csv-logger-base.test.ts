import { describe, expect, it } from 'vitest';
import { CSVLoggerBase, type CSVLoggerOptions } from '../../../src/nn/callbacks/csv-logger-base.ts';
import type { Logs } from '../../../src/nn/training/logs.ts';
import { FakeRun } from './fake-run.ts';

/** What stands in the "file" after these epochs. */
async function log(epochs: readonly Logs[], options: CSVLoggerOptions = {}, before = '', validates = true) {
  let file = before;
  const logger = new CSVLoggerBase(
    {
      open: async ({ append }) => {
        if (!append) file = '';
        return { isEmpty: file === '' };
      },
      write: async (text) => {
        file += text;
      },
    },
    options,
  );
  const run = new FakeRun({ epochs: 9, steps: 1, validates });
  await logger.onTrainBegin();
  for (const [epoch, logs] of epochs.entries()) await logger.onEpochEnd(epoch, logs, run);
  return file;
}

describe('CSVLogger', () => {
  it('writes the epoch, then the figures by name', async () => {
    expect(
      await log([
        { loss: 1.25, accuracy: 0.5, val_loss: 1 },
        { loss: 1e-5, accuracy: 1, val_loss: NaN },
      ]),
    ).toBe('epoch,accuracy,loss,val_loss\n0,0.5,1.25,1.0\n1,1.0,1e-05,nan\n');
  });

  it('has columns for a validation that comes later', async () => {
    expect(
      await log([
        { loss: 2, learningRate: 0.1 },
        { loss: 1, learningRate: 0.1, val_loss: 3 },
      ]),
    ).toBe('epoch,learningRate,loss,val_loss\n0,0.1,2.0,NA\n1,0.1,1.0,3.0\n');
    expect(await log([{ loss: 2 }], {}, '', false)).toBe('epoch,loss\n0,2.0\n');
  });

  it('replaces what stands there, or adds to it', async () => {
    const before = 'epoch,loss\n0,4.0\n';
    expect(await log([{ loss: 2 }], {}, before, false)).toBe('epoch,loss\n0,2.0\n');
    expect(await log([{ loss: 2 }], { append: true }, before, false)).toBe('epoch,loss\n0,4.0\n0,2.0\n');
    expect(await log([{ loss: 2 }], { append: true, separator: ';' }, '', false)).toBe('epoch;loss\n0;2.0\n');
  });
});
