import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CSVLogger } from '../../src/node/csv-logger.ts';
import { FakeRun } from '../nn/callbacks/fake-run.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();

it('CSVLogger writes a file, and adds to one that is there', async () => {
  const path = join(await folder(), 'training.log');
  for (const append of [false, true]) {
    const logger = new CSVLogger(path, { append });
    await logger.onTrainBegin();
    await logger.onEpochEnd(0, { loss: 0.5 }, new FakeRun());
  }
  expect(await readFile(path, 'utf8')).toBe('epoch,loss\n0,0.5\n0,0.5\n');
});

it('CSVLogger says why a file cannot be written', async () => {
  const path = join(await folder(), 'missing', 'training.log');
  await expect(new CSVLogger(path).onTrainBegin()).rejects.toThrow(
    `Cannot write ${path}: it, or the folder it is in, does not exist.`,
  );
  expect(() => new CSVLogger('')).toThrow('CSVLogger: the path is ""');
});
