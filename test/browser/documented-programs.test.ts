import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { Dense, Flatten, ReferenceDevice, Rescaling, Sequential } from '../../src/index.ts';
import { saveModel } from '../../src/node/model-file.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { solidPng } from '../support/images.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

// The programs of docs/browser.md do in a page what stands there. That they type-check is in test/docs.test.ts.

const newFolder = temporaryFolders();
const entries = ['browser', 'predict', 'trainer'];
const imports = Object.fromEntries(entries.map((entry) => [`cnn-gpu/${entry}`, `/dist/${entry}.js`]));
const chromium = chromiumForTests({
  flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
let programs: readonly string[];
beforeAll(async () => {
  const text = await readFile('docs/browser.md', 'utf8');
  programs = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => {
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    return ts.transpileModule(code, { compilerOptions }).outputText;
  });
});

/** Runs the program that has a word in it; `done` is set when it is through. */
async function run(word: string, files: ServedFiles = {}): Promise<{ page: Page; printed: string[] }> {
  const found = programs.filter((program) => program.includes(word));
  expect(found).toHaveLength(1);
  const page = await chromium.open({
    path: '/start.html',
    files: {
      ...files,
      '/start.html':
        `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${JSON.stringify({ imports })}</script>` +
        '<body style="height: 300px"></body>',
      '/program.js': `${found[0]}\nglobalThis.done = true;`,
    },
  });
  const printed: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'log') printed.push(message.text());
  });
  await page.addScriptTag({ type: 'module', url: '/program.js' });
  await page.waitForFunction('globalThis.done');
  return { page, printed };
}

it('shows the page of docs/browser.md, with its data', async () => {
  const text = await readFile('docs/browser.md', 'utf8');
  const [, html = ''] = /^```html\n([\s\S]*?)^```$/m.exec(text) ?? [];
  const prefix = 'node_modules/cnn-gpu/dist/browser/';
  expect(html).toContain(prefix);
  const page = await chromium.open({
    path: '/page.html',
    files: { '/page.html': html.replace(prefix, '/dist/'), '/favicon.ico': '' },
  });
  const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const classNames = () => page.evaluate(`document.querySelector('cnn-trainer').classNames`);
  await expect.poll(classNames, { timeout: 30_000 }).toEqual(digits);
});

describe('the programs of docs/browser.md', () => {
  it('predict', async () => {
    const model = new Sequential([
      new Rescaling({ scale: 1 / 255, inputShape: [8, 8, 3] }),
      new Flatten(),
      new Dense({ units: 2 }),
    ]);
    model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
    // Red speaks for the second class, blue for the first one.
    const kernel = Float32Array.from({ length: 8 * 8 * 3 * 2 }, (_, i) => [0, 1, 0, 0, 1, 0][i % 6]);
    model.setWeights([
      { name: 'dense/kernel', shape: [192, 2], data: kernel },
      { name: 'dense/bias', shape: [2], data: new Float32Array(2) },
    ]);
    const path = join(await newFolder(), 'photos.safetensors');
    await saveModel(model, path, {
      preprocessing: { classNames: ['sky', 'fire'], imageSize: [8, 8], colorMode: 'rgb', interpolation: 'bilinear' },
    });
    const { printed } = await run('loadPredictor', {
      '/photos.safetensors': await readFile(path),
      '/cat.jpg': await solidPng(20, 30, [250, 40, 30]),
    });
    expect(printed).toEqual(['fire']);
  });

  it('train', async () => {
    const downloads: string[] = [];
    chromium.browser.once('context', (context) => {
      context.on('page', (page) => page.on('download', (download) => downloads.push(download.suggestedFilename())));
    });
    const { printed } = await run('trainInWorker');
    expect(printed[0]).toMatch(/^cpu .*software/);
    const [epochs, accuracy = ''] = [printed.slice(1, -1), printed.at(-1)];
    expect(epochs.length).toBeGreaterThan(3);
    expect(accuracy).toMatch(/^\[0\.\d+, /);
    await expect.poll(() => downloads).toEqual(['digits.keras']);
  });

  it('take dropped folders', async () => {
    const { page, printed } = await run('filesOfDrop');
    const root = await newFolder();
    for (const [name, count] of [
      ['cats', 6],
      ['dogs', 4],
    ] as const) {
      await mkdir(join(root, 'photos', name), { recursive: true });
      for (let i = 0; i < count; i++) {
        await writeFile(join(root, 'photos', name, `${i}.png`), await solidPng(4, 4, [i, 0, 0]));
      }
    }
    await writeFile(join(root, 'photos', 'notes.txt'), 'no image');
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [join(root, 'photos')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
    }
    await expect.poll(() => printed.length).toBeGreaterThanOrEqual(4);
    expect(printed[0]).toBe('left out photos/notes.txt');
    expect(printed.at(-1)).toMatch(/^\[cats, dogs\] /);
  });

  it('use the camera', async () => {
    const { page } = await run('openCamera');
    expect(await page.locator('video').count()).toBe(1);
  });

  it('the element by its methods', async () => {
    const { printed } = await run('createElement');
    expect(printed.slice(0, 5).map((line) => line.split(' ')[0])).toEqual(['1', '2', '3', '4', '5']);
    expect(Number(printed[4]?.split(' ')[1])).toBeGreaterThan(0.8);
    expect(printed[5]).toMatch(/^model\.keras \d{5,}$/);
  });
});
