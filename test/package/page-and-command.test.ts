import { cpSync } from 'node:fs';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';
import { writeClassFolders } from '../support/colored-folders.ts';
import { type CliResult, startCli } from '../support/run-cli.ts';

// Models go from the command line to a page and back, both as they ship.

declare const cnn: typeof import('../../src/browser/index.ts');

const { project } = inject('packed');
const command = join(project, 'node_modules', 'cnn-gpu', 'bin', 'cnn-gpu.cjs');
const classNames = ['blue', 'green', 'red'];
let folder = '';
let photos: string[] = [];
const chromium = chromiumForTests();
beforeAll(async () => {
  folder = await mkdtemp(join(project, 'both-'));
  cpSync(join(project, 'node_modules', 'cnn-gpu', 'dist', 'browser'), join(folder, 'cnn-gpu'), { recursive: true });
  const start = `<!doctype html><html lang="en"><title>both</title><link rel="icon" href="data:,">
    <script type="module">import * as cnn from './cnn-gpu/browser.js'; globalThis.cnn = cnn;</script>`;
  await writeFile(join(folder, 'start.html'), start);
  await writeClassFolders(join(folder, 'photos'), classNames, 10);
  photos = (await readdir(join(folder, 'photos'), { recursive: true })).filter((name) => name.endsWith('.png')).sort();
});

async function run(...args: string[]): Promise<CliResult> {
  const result = await startCli([...args, '--json'], folder, command).result;
  expect(result.status, result.stderr).toBe(0);
  return result;
}

const openPage = (): Promise<Page> => chromium.open({ folder, path: '/start.html' });

/** The score of each class that a model has for each photo, in the page. */
const scoresInPage = (page: Page, device: 'cpu' | 'webgpu') =>
  page.evaluate(
    async ({ photos, kind }) => {
      const { model, preprocessing } = await cnn.loadModel('run/model.safetensors');
      const form = cnn.imagePreprocessing(preprocessing, 'the model');
      const device = await cnn.createDevice({ device: kind });
      const predictor = new cnn.Predictor(model, { device, preprocessing });
      const { scores } = cnn.objectiveOf(model);
      const found: Record<string, number>[] = [];
      for (const photo of photos) {
        const image = await cnn.decodeImage(await (await fetch(`photos/${photo}`)).blob(), form.colorMode);
        const x = cnn.resizeImage(image, form.imageSize, form);
        const { data } = await predictor.predict({ x, xShape: [1, ...form.imageSize, image.channels] });
        found.push(Object.fromEntries(scores(data).map((score, i) => [form.classNames[i], score])));
      }
      return found;
    },
    { photos, kind: device },
  );

describe('a model that the command trained', () => {
  beforeAll(async () => {
    await run('train', 'photos', '--device', 'cpu', '--epochs', '3', '--image-size', '10x9', '--out', 'run');
  });

  // Products of the same numbers in another order: a few units in the last place of a score of at most 1, through a
  // network of fewer than 1,000 terms to a sum.
  const TOLERANCE = 1000 * 2 ** -24;

  it.each(['cpu', 'webgpu'] as const)('predicts the same in the page, on %s', async (device) => {
    const paths = photos.map((photo) => join('photos', photo));
    const { events } = await run('predict', 'run/model.safetensors', ...paths, '--top', '3', '--device', device);
    const predictions = events.filter(({ event }) => event === 'prediction');
    const inPage = await scoresInPage(await openPage(), device);
    expect(predictions).toHaveLength(photos.length);
    for (const [i, { top }] of predictions.entries()) {
      for (const { class: name, score } of top as { class: string; score: number }[]) {
        expect(Math.abs((inPage[i]?.[name] as number) - score)).toBeLessThan(TOLERANCE);
      }
    }
  });
});

describe('a model that a page trained', () => {
  it.each(['safetensors', 'keras', 'h5'])('evaluates the same on the command line, as .%s', async (ending) => {
    const page = await openPage();
    const { base64, measured } = await page.evaluate(
      async ({ photos, ending }) => {
        const files = await Promise.all(
          photos.map(async (path) => ({ path, file: await (await fetch(`photos/${path}`)).blob() })),
        );
        const form = { imageSize: [10, 9], colorMode: 'rgb', interpolation: 'bilinear' } as const;
        const options = { ...form, batchSize: 8, shuffle: false };
        const data = await cnn.imageDatasetFromFiles(files, options);
        const model = cnn.imageNetworks.small.build([10, 9, 3], data.classNames.length);
        const { loss } = cnn.objectiveOf(model);
        const compile = { optimizer: 'adam', loss, metrics: ['accuracy'] } as const;
        await cnn.trainInWorker(model, data, { device: 'cpu', epochs: 2, compile }).finished;
        model.compile({ ...compile, device: await cnn.createDevice({ device: 'cpu' }) });
        const measured = await model.evaluate(data);
        const preprocessing = { ...form, classNames: data.classNames };
        const file = await cnn.modelFile(model, `page.${ending}`, { preprocessing });
        const bytes = new Uint8Array(await file.arrayBuffer());
        return { measured, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
      },
      { photos, ending },
    );
    await writeFile(join(folder, `page.${ending}`), Buffer.from(base64, 'base64'));
    const { events } = await run('evaluate', `page.${ending}`, 'photos', '--device', 'cpu');
    const end = events.at(-1) as unknown as { loss: number; accuracy: number; images: number };
    const { loss = Number.NaN, accuracy } = measured;
    expect(end).toMatchObject({ images: 30, accuracy });
    // The mean of 30 losses, in batches of another size.
    expect(Math.abs(end.loss - loss)).toBeLessThan(30 * 2 ** -24 * loss);
  });
});
