import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ServedFile, served } from '../../src/node/served-file.ts';
import { startWebServer, type WebServer } from '../../src/node/web-server.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { fileServers, serveFiles } from '../support/file-server.ts';
import { solidPng } from '../support/images.ts';

// The server of `cnn-gpu web`: what its headers let a page do, and what they do not.

const text = (type: string, content: string): ServedFile => ({ type, bytes: new TextEncoder().encode(content) });
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">
<style>p { color: rgb(1, 2, 3) }</style><p>text</p><script type="module" src="/page.js"></script></html>`;

const startFileServer = fileServers();
const chromium = chromiumForTests({ flags: ['--host-resolver-rules=MAP rebound.test 127.0.0.1'] });
let server: WebServer;
beforeAll(async () => {
  const folder = await realpath(inject('browserFolder'));
  const built = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  const files: [string, ServedFile][] = [
    ['/', text('text/html; charset=utf-8', PAGE)],
    ['/page.js', text('text/javascript', `import * as all from '/dist/browser.js'; globalThis.cnnGpu = all;`)],
    ['/data/0.png', { type: 'image/png', bytes: await solidPng(2, 3, [255, 0, 0]) }],
    ...built.map((name): [string, ServedFile] => [`/dist/${name}`, served(join(folder, name))]),
  ];
  server = await startWebServer(new Map(files), { port: 0 });
});
afterAll(() => server?.close());

async function open(url: string): Promise<Page> {
  const page = await (await chromium.browser.newContext()).newPage();
  await page.goto(url);
  return page;
}

/** Whether an image of an address loads into a page. */
const loadsImage = (page: Page, address: string): Promise<boolean> =>
  page.evaluate(
    (src) =>
      new Promise<boolean>((done) => {
        const image = new Image();
        image.onload = () => done(true);
        image.onerror = () => done(false);
        image.src = src;
      }),
    address,
  );

/** The status of an answer, or the name of the error. */
const fetchFrom = (page: Page, address: string): Promise<number | string> =>
  page.evaluate(
    (url) =>
      fetch(url).then(
        ({ status }) => status,
        (error: Error) => error.name,
      ),
    address,
  );

describe('a page of the web server', () => {
  it('is isolated, and computes in several threads', async () => {
    const page = await open(server.url);
    const found = await page.evaluate(async () => {
      const device = await cnnGpu.createDevice({ device: 'cpu', threads: 2 });
      const ones = cnnGpu.tensor(device, [100, 100], new Float32Array(10_000).fill(1));
      const product = [...new Set(await cnnGpu.ops.matmul(ones, ones).data())];
      const { adapter } = device.info;
      device.dispose();
      return { isolated: crossOriginIsolated, adapter, product };
    });
    expect(found).toMatchObject({ isolated: true, adapter: expect.stringContaining('2 threads'), product: [100] });
  });

  it('has its styles, its images, and those that it makes', async () => {
    const page = await open(server.url);
    expect(await page.locator('p').evaluate((p) => getComputedStyle(p).color)).toBe('rgb(1, 2, 3)');
    expect(await loadsImage(page, '/data/0.png')).toBe(true);
    const made = await page.evaluate(async () => URL.createObjectURL(await (await fetch('/data/0.png')).blob()));
    expect(await loadsImage(page, made)).toBe(true);
  });

  it('writes and reads models in formats that need WebAssembly of their own', async () => {
    const page = await open(server.url);
    const shape = await page.evaluate(async () => {
      const model = new cnnGpu.Sequential([new cnnGpu.Input({ shape: [2] }), new cnnGpu.Dense({ units: 3 })]);
      model.compile({ device: await cnnGpu.createDevice({ device: 'reference' }), optimizer: 'sgd', loss: 'mse' });
      return (await cnnGpu.loadModel(await cnnGpu.modelFile(model, 'model.h5'))).model.outputShape;
    });
    expect(shape).toEqual([3]);
  });

  it('works under the name localhost', async () => {
    const page = await open(`http://localhost:${server.port}/`);
    expect(await page.evaluate(() => crossOriginIsolated && isSecureContext)).toBe(true);
    expect(await fetchFrom(page, '/data/0.png')).toBe(200);
  });

  it('can send nothing elsewhere, nor run scripts from there or from text', async () => {
    const elsewhere = await startFileServer((_request, response) => {
      response.writeHead(200, { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
      response.end('globalThis.ran = true');
    });
    const page = await open(server.url);
    expect(await fetchFrom(page, `${elsewhere.address}?image`)).toBe('TypeError');
    expect(await loadsImage(page, `${elsewhere.address}0.png`)).toBe(false);
    const ran = await page.evaluate(async (src) => {
      const inline = document.createElement('script');
      inline.textContent = 'globalThis.ran = true';
      document.body.append(inline);
      const linked = document.createElement('script');
      await new Promise<unknown>((done) => {
        linked.onload = done;
        linked.onerror = done;
        linked.src = src;
        document.body.append(linked);
      });
      return 'ran' in globalThis;
    }, `${elsewhere.address}script.js`);
    expect(ran).toBe(false);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a page of another site', () => {
  it('gets neither files nor images, and cannot frame the page', async () => {
    const site = await startFileServer(
      serveFiles({ '': new TextEncoder().encode('<!doctype html><title>site</title><body></body>') }),
    );
    const page = await open(site.address);
    expect(await fetchFrom(page, `${server.url}session.json`)).toBe('TypeError');
    expect(await loadsImage(page, `${server.url}data/0.png`)).toBe(false);
    await page.evaluate(async (src) => {
      const frame = document.createElement('iframe');
      frame.src = src;
      await new Promise((done) => {
        frame.onload = done;
        document.body.append(frame);
      });
    }, server.url);
    const [, frame] = page.frames();
    expect(frame?.url()).toMatch(/^chrome-error:/);
  });

  it('gets nothing by a name of its own that points to this computer', async () => {
    const page = await (await chromium.browser.newContext()).newPage();
    const response = await page.goto(`http://rebound.test:${server.port}/data/0.png`);
    expect(response?.status()).toBe(421);
    expect(await fetchFrom(page, '/data/0.png')).toBe(421);
  });
});
