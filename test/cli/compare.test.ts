import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noisyPng } from '../support/colored-folders.ts';
import { writeFiles } from '../support/images.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const run = (...args: string[]) => runCli(args, tmpdir());

describe('compare', () => {
  it('trains models on the same images into one table, one chart and files', async () => {
    const folder = await temporaryFolder();
    for (const [channel, name] of ['red', 'green'].entries()) {
      for (let i = 0; i < 10; i++) {
        await writeFiles(folder, { [`photos/${name}/${i}.png`]: await noisyPng(channel, `${name} ${i}`, 32) });
      }
    }
    const common = ['photos', '--device', 'cpu', '--epochs', '2', '--batch-size', '8', '--out', 'out', '--json'];
    const models = ['--models', 'small,mobilenet,inceptionv3', '--frozen'];
    const { status, events, stderr } = await runCli(['compare', ...common, ...models], folder);
    expect(status).toBe(0);
    const rows = events.filter(({ event }) => event === 'model');
    expect(rows.map(({ model, parameters, trainable }) => [model, parameters, trainable])).toEqual([
      ['small', 89_314, 89_314],
      // Frozen but for the classifier: 1024 · 2 + 2.
      ['mobilenet', 3_228_864 + 2050, 2050],
    ]);
    for (const { valAccuracy, valLoss, secondsPerEpoch, predictMilliseconds } of rows) {
      for (const value of [valAccuracy, valLoss]) expect(Number.isFinite(value)).toBe(true);
      for (const value of [secondsPerEpoch, predictMilliseconds]) expect(value).toBeGreaterThan(0);
    }
    expect(events.at(-1)).toMatchObject({ event: 'end', failed: [{ model: 'inceptionv3', code: 'SHAPE' }] });
    expect(stderr).toContain('inceptionv3: InceptionV3: needs images of at least 75x75');
    const out = join(folder, 'out');
    expect((await readdir(out)).sort()).toEqual(['comparison.csv', 'comparison.json', 'comparison.svg', 'config.json']);
    const csv = (await readFile(join(out, 'comparison.csv'), 'utf8')).split('\n');
    expect(csv[0]).toMatch(/^model,parameters,trainable,epochs,/);
    expect(csv[2]).toMatch(/^mobilenet,3230914,2050,2,/);
    const saved = JSON.parse(await readFile(join(out, 'comparison.json'), 'utf8'));
    expect(saved.models).toHaveLength(2);
    expect(await readFile(join(out, 'comparison.svg'), 'utf8')).toMatch(/^<svg /);
  });

  it('refuses names of no model, and models twice', async () => {
    const unknown = await run('compare', 'digits', '--models', 'resnet51');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('There is no model "resnet51". Choose of "resnet50", ');
    expect((await run('compare', 'digits', '--models', 'small,small')).stderr).toContain('Different names');
    const gray = await run(
      'compare',
      'digits',
      '--models',
      'vgg19',
      '--device',
      'cpu',
      '--out',
      await temporaryFolder(),
    );
    expect(gray.status).toBe(1);
    expect(gray.stderr).toContain('takes images of red, green and blue; these are gray');
  });
});
