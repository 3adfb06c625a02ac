import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cifar10Classes, writePhotoFolders } from '../support/photo-folders.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

it('train --recipe runs a program on a folder and leaves its figures, model and report', async () => {
  const folder = await temporaryFolder();
  const source = { archive: 'cifar10-jpeg', classes: cifar10Classes } as const;
  await writePhotoFolders(join(folder, 'photos/train'), { ...source, part: 'train', count: 12 });
  await writePhotoFolders(join(folder, 'photos/test'), { ...source, part: 'test', count: 4 });
  const args = ['train', 'photos', '--recipe', 's3', '--epochs', '2', '--device', 'cpu', '--out', 'run'];
  const { status, stdout } = await runCli(args, folder);
  expect(status).toBe(0);
  expect(stdout).toContain('Total params: 159,018');
  expect(stdout).toMatch(/^Result: .*run \(/m);
  expect((await readdir(join(folder, 'run'))).sort()).toEqual([
    'accuracy.png',
    'config.json',
    'history.csv',
    'images.png',
    'model.safetensors',
    'report.html',
  ]);
  const evaluated = await runCli(['evaluate', 'run/model.safetensors', 'photos/test', '--device', 'cpu'], folder);
  const [, accuracy] = /Result: accuracy ([\d.]+) %/.exec(evaluated.stdout) ?? [];
  const [header, ...rows] = (await readFile(join(folder, 'run/history.csv'), 'utf8')).trim().split('\n');
  expect(header).toBe('epoch,loss,accuracy,learningRate,val_loss,val_accuracy');
  expect(rows).toHaveLength(2);
  // The saved model takes the pixels of files as they are.
  expect(Number(accuracy) / 100).toBeCloseTo(Number(rows[1]?.split(',')[5]), 3);
  expect(await readFile(join(folder, 'run/report.html'), 'utf8')).toContain('s3: CIFAR-10 with batch normalization');
});

it.each([
  [['--recipe', 's3', '--optimizer', 'sgd'], '--optimizer does not go with --recipe s3'],
  [['--recipe', 's3', '--frozen'], '--frozen does not go with --recipe s3'],
  [['--frozen'], '--weights and --frozen go with applications (--model resnet50, '],
])('train %s is refused', async (options, message) => {
  const { status, stderr } = await runCli(['train', 'photos', ...options], await temporaryFolder());
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
