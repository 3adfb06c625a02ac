import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MobileNet } from '../../src/index.ts';
import { loadModel, saveWeights } from '../../src/node/index.ts';
import { noisyPng } from '../support/colored-folders.ts';
import { cpu } from '../support/cpu.ts';
import { writeFiles } from '../support/images.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

it('train --model mobilenet puts a classifier upon a frozen base of weights from a file', async () => {
  const folder = await temporaryFolder();
  for (const [channel, name] of ['red', 'green'].entries()) {
    for (let i = 0; i < 10; i++) {
      await writeFiles(folder, { [`photos/${name}/${i}.png`]: await noisyPng(channel, `${name} ${i}`, 32) });
    }
  }
  const base = MobileNet({ includeTop: false, pooling: 'avg', inputShape: [32, 32, 3] });
  base.compile({ device: await cpu(), optimizer: 'sgd', loss: 'mse', seed: 4 });
  await saveWeights(base, join(folder, 'base.h5'));

  const common = ['train', 'photos', '--model', 'mobilenet', '--device', 'cpu', '--epochs', '1', '--json'];
  const { status, events, stderr } = await runCli(
    [...common, '--weights', 'base.h5', '--frozen', '--out', 'run'],
    folder,
  );
  expect(status).toBe(0);
  expect(stderr).not.toContain('--frozen without --weights');
  expect(events[0]).toMatchObject({ model: { name: 'mobilenet', parameters: 3_228_864 + 2050 }, epochs: 1 });
  expect((await readdir(join(folder, 'run'))).sort()).toContain('report.html');

  const { model } = await loadModel(join(folder, 'run/model.safetensors'));
  const given = await base.getWeights();
  const kept = (await model.getWeights()).filter(({ name }) => !name.startsWith('classifier/'));
  expect(kept.map(({ data }) => data[0])).toEqual(given.map(({ data }) => data[0]));

  const converted = await runCli(['convert', 'run/model.safetensors', 'model.keras'], folder);
  expect(converted.status).toBe(0);

  const predicted = await runCli(['predict', 'run/model.safetensors', 'photos/red/0.png', '--device', 'cpu'], folder);
  expect(predicted.stdout).toMatch(/0\.png: (red|green) 0\.\d+/);
});

it('a frozen base of random weights is warned of', async () => {
  const folder = await temporaryFolder();
  for (const [channel, name] of ['red', 'green'].entries()) {
    for (let i = 0; i < 4; i++) {
      await writeFiles(folder, { [`photos/${name}/${i}.png`]: await noisyPng(channel, `${name} ${i}`, 32) });
    }
  }
  const options = ['--model', 'mobilenet', '--frozen', '--device', 'cpu', '--epochs', '1', '--no-report'];
  const { status, stderr } = await runCli(['train', 'photos', ...options], folder);
  expect(status).toBe(0);
  expect(stderr).toContain('--frozen without --weights keeps random weights as they are');
});
