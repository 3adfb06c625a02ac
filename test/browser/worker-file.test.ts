import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { expect, inject, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const chromium = chromiumForTests();

const text = (file: string): string => readFileSync(join(inject('browserFolder'), file), 'utf8');

/** A page's script that trains for an epoch and keeps what comes of it. */
const script = (library: string): string => `
  import { Dense, Sequential, trainInWorker } from '${library}';
  const model = new Sequential([new Dense({ units: 1, inputShape: [2] })]);
  const data = { x: Float32Array.of(0, 1, 1, 0), xShape: [2, 2], y: Float32Array.of(0, 1), yShape: [2, 1] };
  globalThis.outcome = trainInWorker(model, data, { compile: { optimizer: 'sgd', loss: 'mse' }, device: 'cpu' })
    .finished.then(({ epoch }) => epoch.length + ' epoch', String);`;

const outcome = async (page: Page): Promise<unknown> => {
  await page.waitForFunction('globalThis.outcome !== undefined');
  return page.evaluate('outcome');
};

it('needs no file but those that it begins with: bundlers make one of them', () => {
  const seen = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = text(file);
    expect(code, file).not.toMatch(/\bimport\s*\(/);
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) walk(imported);
  };
  walk('training-worker.js');
  expect(seen.size).toBeGreaterThan(3);
});

it('is named once, in the form that bundlers look for', () => {
  const scripts = readdirSync(inject('browserFolder')).filter((file) => file.endsWith('.js'));
  const named = scripts.flatMap((file) => text(file).match(/.{0,60}["'`]\.\/training-worker\.js.*?\)/g) ?? []);
  expect(named).toHaveLength(1);
  expect(named[0]).toMatch(/new Worker\(new URL\("\.\/training-worker\.js", ?import\.meta\.url\)$/);
});

it('is found by Vite in the build of a page', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="./main.js"></script>');
  await writeFile(join(folder, 'main.js'), script('cnn-gpu/browser'));
  const { output } = (await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { 'cnn-gpu/browser': join(inject('browserFolder'), 'browser.js') } },
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const files: ServedFiles = Object.fromEntries(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
  expect(Object.keys(files).filter((file) => file.includes('training-worker'))).toHaveLength(1);
  expect(await outcome(await chromium.open({ files, path: '/index.html' }))).toBe('1 epoch');
});

it('starts where the library comes from another site', async () => {
  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.setHeader('Content-Type', 'text/javascript');
    response.end(await readFile(join(inject('browserFolder'), request.url ?? '')).catch(() => ''));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const library = `http://127.0.0.1:${(server.address() as AddressInfo).port}/browser.js`;
  try {
    const files = { '/far.html': `<!doctype html><script type="module">${script(library)}</script>` };
    expect(await outcome(await chromium.open({ files, path: '/far.html' }))).toBe('1 epoch');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
