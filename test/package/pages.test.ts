import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';
import { noisyPng, writeClassFolders } from '../support/colored-folders.ts';
import { run } from '../support/packed-package.ts';

// The pages of examples/ with the package as it ships.

const { project } = inject('packed');
const vitePage = join(project, 'vite-page');
const vite = resolve('node_modules/vite/bin/vite.js');
const chromium = chromiumForTests();

const statusOf = (page: Page, text: RegExp): Promise<string> =>
  page.getByRole('status').filter({ hasText: text }).innerText();

describe('the page without a bundler', () => {
  it('learns digits, and keeps the model in the browser', async () => {
    cpSync('examples/plain-page/index.html', join(project, 'plain.html'));
    // As from any server of static files, which makes no page cross-origin isolated.
    const page = await chromium.open({ folder: project, path: '/plain.html', isolated: false });
    await page.getByRole('button', { name: 'Train' }).click();
    const result = await statusOf(page, /Of 355 other digits it knows/);
    expect(Number(/knows ([\d.]+) %/.exec(result)?.[1])).toBeGreaterThan(90);
    await page.waitForSelector('#train:enabled');
    const listed = await page.evaluate(`import('cnn-gpu/browser').then(({ listModels }) => listModels())`);
    expect(listed).toMatchObject([{ url: 'indexeddb://digits.safetensors' }]);
  });
});

describe('the page made with Vite', () => {
  beforeAll(async () => {
    cpSync('examples/vite-page', vitePage, { recursive: true });
    const photos = join(project, 'photos');
    await writeClassFolders(photos, ['red', 'green'], 12);
    const cli = join(project, 'node_modules', 'cnn-gpu', 'bin', 'cnn-gpu.cjs');
    run(process.execPath, [cli, 'train', photos, '--device', 'cpu', '--epochs', '12', '--out', 'runs/photos'], project);
    cpSync(join(project, 'runs', 'photos', 'model.safetensors'), join(vitePage, 'public', 'model.safetensors'));
  });

  async function classifies(page: Page): Promise<void> {
    await statusOf(page, /It knows green, red\. It computes on: processor/);
    const photo = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from(await noisyPng(0, 'another')) };
    await page.getByLabel('A photo').setInputFiles(photo);
    expect(await page.getByRole('listitem').first().innerText()).toMatch(/^ ?red [6-9]\d\.\d %$/);
  }

  it('classifies a photo by a model of the command line', async () => {
    run(process.execPath, [vite, 'build', '--logLevel', 'error'], vitePage);
    await classifies(await chromium.open({ folder: join(vitePage, 'dist'), path: '/index.html' }));
  });

  it("does so on Vite's development server, too", async () => {
    const { createServer } = await import('vite');
    const server = await createServer({ root: vitePage, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
    try {
      await server.listen();
      const page = await (await chromium.browser.newContext()).newPage();
      await page.goto(server.resolvedUrls?.local[0] as string);
      await classifies(page);
    } finally {
      await server.close();
    }
  });
});
