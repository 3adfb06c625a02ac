import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { unzip } from '../../src/formats/zip.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { modelValues, openWithValues, savedBytes, trainedSmall } from '../support/models-in-pages.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

const chromium = chromiumForTests();

const savedAs = async (name: string, model: Model) => savedBytes(await folder(), name, model);
const open = (files?: ServedFiles) => openWithValues(chromium, files);

/** What loading from an address comes to: the error's class and message. */
const loadError = (page: Page, source: string, options: { maxBytes?: number; name?: string } = {}) =>
  page.evaluate(
    async ([source, options]) => {
      try {
        await cnnGpu.loadModel(source, options);
        return 'loaded';
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`.replaceAll(location.origin, '');
      }
    },
    [source, options] as const,
  );

/** The files of a TensorFlow.js model by name, `model.json` first, its weights in a file that may be called otherwise. */
async function tfjsFiles(model: Model, shard = 'group1-shard1of1.bin'): Promise<Record<string, Uint8Array>> {
  const files = unzip(await savedAs('m.zip', model), 1e6);
  const json = new TextDecoder().decode(files.get('model.json')).replace('group1-shard1of1.bin', shard);
  return {
    'model.json': new TextEncoder().encode(json),
    [shard]: files.get('group1-shard1of1.bin') as Uint8Array,
  };
}

describe('a TensorFlow.js model', () => {
  it('is fetched with the weights beside it, whatever their names', async () => {
    const model = await trainedSmall();
    const files = await tfjsFiles(model, 'sub/weights #1 100%?.bin');
    const page = await open(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`/web/${name}`, bytes])));
    const expected = await modelValues(model, device);
    for (const source of ['web/model.json', '/web/', '/web/model.json?v=2#top']) {
      const values = await page.evaluate(async (source) => {
        const { model } = await cnnGpu.loadModel(source);
        return valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
      }, source);
      expect(values).toEqual(expected);
    }
  });

  it('is read from files chosen together, in any order, among others', async () => {
    const model = await trainedSmall();
    const files = await tfjsFiles(model);
    const at = await folder();
    await writeFile(join(at, 'a notes.txt'), 'mine');
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(at, name), bytes);
    const page = await open();
    await page.setContent('<input type="file" multiple><input type="file" webkitdirectory>');
    await page.addScriptTag({ type: 'module', content: 'globalThis.cnnGpu = await import("/dist/browser.js")' });
    await page.addScriptTag({ content: `globalThis.valuesOf = ${modelValues};` });
    const [files1, folder1] = [page.locator('input').first(), page.locator('input').last()];
    const names = ['group1-shard1of1.bin', 'a notes.txt', 'model.json'];
    await files1.setInputFiles(names.map((name) => join(at, name)));
    await folder1.setInputFiles(at);
    const load = async (input: Element) => {
      const { model } = await cnnGpu.loadModel((input as HTMLInputElement).files as FileList);
      return valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
    };
    const expected = await modelValues(model, device);
    expect(await files1.evaluate(load)).toEqual(expected);
    expect(await folder1.evaluate(load)).toEqual(expected);

    const refused = (input: Element) =>
      cnnGpu.loadModel((input as HTMLInputElement).files as FileList).then(() => '', String);
    await files1.setInputFiles([join(at, 'model.json')]);
    expect(await files1.evaluate(refused)).toBe(
      'DataError: The weight file "group1-shard1of1.bin", which model.json names, is not among the files. Choose all of them together.',
    );
    await files1.setInputFiles([join(at, 'a notes.txt'), join(at, 'group1-shard1of1.bin')]);
    expect(await files1.evaluate(refused)).toContain('Of 2 files, 0 end in .json; one model is expected');
  });

  it.each([
    ['../secret.bin', 'a path inside its folder is expected'],
    ['https://example.com/w.bin', 'a path inside its folder is expected'],
    ['//example.com/w.bin', 'a path inside its folder is expected'],
    ['a/%2e%2e/%2e%2e/w.bin', 'the server answers 404'],
  ])('that names its weights %s reads nothing elsewhere', async (shard, message) => {
    const { 'model.json': json } = await tfjsFiles(await trainedSmall(), shard);
    // Under /dist/, what is not there is not found; elsewhere it is the empty page.
    const page = await open({ '/dist/web/model.json': json as Uint8Array });
    const asked: string[] = [];
    page.on('request', (request) => void (request.resourceType() === 'fetch' && asked.push(request.url())));
    expect(await loadError(page, '/dist/web/model.json')).toContain(message);
    expect(asked.every((url) => url.startsWith(`${new URL(page.url()).origin}/dist/web/`))).toBe(true);
  });
});

describe('what is no model', () => {
  it('is refused with its address and what is wrong with it', async () => {
    const bytes = await savedAs('m.safetensors', await trainedSmall());
    const keras = await savedAs('m.keras', await trainedSmall());
    const page = await open({
      '/cut.safetensors': bytes.subarray(0, -4),
      '/cut.keras': keras.subarray(0, -40),
      '/text.safetensors': '<!doctype html><title>Not found</title>',
      '/m.safetensors': bytes,
      '/web/model.json': '{"modelTopology":',
    });
    const load = (source: string, options?: { maxBytes?: number; name?: string }) => loadError(page, source, options);
    expect(await load('/missing.safetensors')).toMatch(
      /^DataError: .*\/missing\.safetensors is a web page, not a model\./,
    );
    expect(await load('/dist/m.safetensors')).toBe(
      'DataError: Cannot fetch /dist/m.safetensors: the server answers 404 Not Found',
    );
    expect(await load('/cut.safetensors')).toMatch(/^FormatError: Cannot load \/cut\.safetensors: /);
    expect(await load('/cut.keras')).toMatch(/^FormatError: Cannot load \/cut\.keras: .* cut off/);
    expect(await load('/text.safetensors')).toBe(
      'FormatError: Cannot load /text.safetensors: It is a web page, not a model. Servers answer so for wrong addresses: check it.',
    );
    expect(await load('/m.safetensors', { name: 'm.h5' })).toMatch(
      /^FormatError: Cannot load \/m\.safetensors: .*HDF5/,
    );
    expect(await load('/m.safetensors', { maxBytes: 10 })).toMatch(
      /^DataError: .*\/m\.safetensors has more than the 10 bytes/,
    );
    expect(await load('/web/model.json')).toMatch(/^FormatError: .*model\.json is not valid JSON/);
    expect(await load('http://')).toContain('is no address');
    expect(await load('downloads://m.h5')).toMatch(/^ValueError: .*a page cannot read downloads/);
    expect(await load('opfs://model.json')).toMatch(/^FormatError: .*A TensorFlow\.js model is several files/);
    expect(await page.evaluate(() => cnnGpu.loadModel(new Blob(['a'])).catch(String))).toBe(
      'ValueError: A Blob has no name to tell the format by: give one, such as { name: "model.keras" }.',
    );
  });

  it('includes what another server does not allow the page to read, sends without an end, or breaks off', async () => {
    const bytes = await savedAs('m.safetensors', await trainedSmall());
    const server = createServer(({ url }, response) => {
      if (url !== '/closed.safetensors') response.setHeader('Access-Control-Allow-Origin', '*');
      if (url === '/endless.safetensors') {
        const more = () => response.write(Buffer.alloc(65536), (error) => (error ? undefined : more()));
        more();
      } else if (url === '/broken.safetensors') {
        response.setHeader('Content-Length', bytes.length);
        response.write(bytes.subarray(0, 500), () => response.destroy());
      } else response.end(bytes);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      const page = await open();
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const load = (name: string) => loadError(page, `${origin}/${name}.safetensors`, { maxBytes: 1_000_000 });
      expect(await load('open')).toBe('loaded');
      expect(await load('closed')).toMatch(/^DataError: Cannot fetch .*\(CORS\)/);
      expect(await load('endless')).toMatch(/^DataError: .*has more than the 1000000 bytes/);
      expect(await load('broken')).toMatch(/^DataError: .*broke off/);
      const reason = await page.evaluate(
        (url) => cnnGpu.loadModel(url, { signal: AbortSignal.abort('changed my mind') }).catch(String),
        `${origin}/open.safetensors`,
      );
      expect(reason).toBe('changed my mind');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
