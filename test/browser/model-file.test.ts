import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { unzip } from '../../src/formats/zip.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { loadModel, loadWeights, saveModel, saveWeights } from '../../src/node/model-file.ts';
import { startChromium, type TestBrowser } from '../support/chromium.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();
const preprocessing = { classNames: ['a', 'ç', '猫'], imageSize: [6, 6] };

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

/** What is compared of a model, to the last bit. */
interface ModelValues {
  readonly weights: readonly (readonly [string, readonly number[]])[];
  readonly predictions: readonly number[];
  readonly step: number | undefined;
}

/** Runs here and, as text, in pages: the values of a model after so many epochs of training. */
async function valuesOf(model: Model, device: Device, epochs = 0): Promise<ModelValues> {
  if (!model.isCompiled) model.compile({ device, optimizer: 'adam', loss: 'mse', metrics: ['accuracy'], seed: 3 });
  const x = Float32Array.from({ length: 20 * 36 }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const y = Float32Array.from({ length: 60 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));
  const images = { x, xShape: [20, 6, 6, 1] };
  if (epochs > 0) await model.fit({ ...images, y, yShape: [20, 3] }, { epochs, batchSize: 8 });
  return {
    weights: (await model.getWeights()).map(({ name, data }) => [name, [...data]]),
    predictions: [...(await model.predict(images)).data],
    step: (await model.getOptimizerState())?.step,
  };
}

/** A model that was trained for an epoch. */
async function trained(): Promise<Model> {
  const model = compileSmall(smallModel(), device);
  await model.fit(smallData(), { epochs: 1 });
  return model;
}

/** The bytes of a model as the command line saves it. */
async function savedAs(name: string, model: Model): Promise<Uint8Array> {
  const path = join(await folder(), name);
  await saveModel(model, path, { preprocessing });
  return new Uint8Array(await readFile(path));
}

/** A page that has `valuesOf`. */
async function open(files: ServedFiles = {}): Promise<Page> {
  const page = await chromium.open({ files });
  await page.addInitScript({ content: `globalThis.valuesOf = ${valuesOf};` });
  await page.reload();
  return page;
}

/** Keeps what the page downloads in a file. */
async function downloaded(page: Page, save: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), save()]);
  const path = join(await folder(), download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

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

describe.each(['model.safetensors', 'model.h5', 'model.keras', 'model.zip'])('a model as %s', (name) => {
  it('goes on training in the page where the command line stopped, and there where the page stopped', async () => {
    const model = await trained();
    const page = await open({ [`/${name}`]: await savedAs(name, model) });
    const before = await valuesOf(model, device);
    const expected = await valuesOf(model, device, 2);

    const path = await downloaded(page, async () => {
      const inPage = await page.evaluate(async (name) => {
        const { model, preprocessing, compileOptions } = await cnnGpu.loadModel(name);
        const device = await cnnGpu.createDevice({ device: 'reference' });
        model.compile({ device, optimizer: 'sgd', loss: 'mse', seed: 3, ...compileOptions });
        const before = await valuesOf(model, device);
        const after = await valuesOf(model, device, 2);
        await cnnGpu.saveModel(model, `downloads://${name}`, { preprocessing });
        return { before, after, preprocessing };
      }, name);
      expect(inPage).toEqual({ before, after: expected, preprocessing });
    });
    expect(path.endsWith(name)).toBe(true);
    const loaded = await loadModel(path);
    expect(loaded.preprocessing).toEqual(preprocessing);
    expect(await valuesOf(loaded.model, device)).toEqual(expected);
    expect(await valuesOf(loaded.model, device, 1)).toEqual(await valuesOf(model, device, 1));
  });
});

describe.each(['w.safetensors', 'w.h5', 'w.weights.h5'])('weights as %s', (name) => {
  it('go into the page and back', async () => {
    const at = join(await folder(), name);
    const model = await trained();
    await saveWeights(model, at);
    const page = await open({ [`/${name}`]: await readFile(at) });
    const path = await downloaded(page, () =>
      page.evaluate(
        async ([name, config]) => {
          const model = cnnGpu.modelFromConfig(config);
          await cnnGpu.loadWeights(model, new URL(name, location.href));
          await valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
          await cnnGpu.saveWeights(model, `downloads://${name}`);
        },
        [name, { ...model.config() }] as const,
      ),
    );
    const other = compileSmall(smallModel(), device);
    await loadWeights(other, path);
    expect(await other.getWeights()).toEqual(await model.getWeights());
  });
});

it('writes the same bytes as the command line, and ONNX, which is only written', async () => {
  const model = await trained();
  const files = { '/m.safetensors': await savedAs('m.safetensors', model) };
  const page = await open(files);
  for (const name of ['a.safetensors', 'a.onnx', 'a.h5', 'a.zip']) {
    const path = await downloaded(page, () =>
      page.evaluate(async (name) => {
        const { model, preprocessing } = await cnnGpu.loadModel('m.safetensors');
        await valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
        await cnnGpu.saveModel(model, `downloads://${name}`, { preprocessing });
      }, name),
    );
    expect(new Uint8Array(await readFile(path)), name).toEqual(await savedAs(name, model));
  }
  const [type, error] = await page.evaluate(async () => {
    const { model } = await cnnGpu.loadModel('m.safetensors');
    const file = await cnnGpu.modelFile(model, 'a.onnx');
    return [file.type, await cnnGpu.loadModel(file).catch(String)];
  });
  expect(type).toBe('application/octet-stream');
  expect(error).toBe(
    'FormatError: Cannot load a.onnx: ONNX files are only written. Load the file that it was made from.',
  );
});

it('loads what reads other formats only when it is needed', async () => {
  const model = await trained();
  const page = await chromium.open({ files: { '/m.safetensors': await savedAs('m.safetensors', model) } });
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  await page.evaluate(() => cnnGpu.loadModel('m.safetensors').then(() => undefined));
  expect(scripts).toEqual(['/m.safetensors']);
  const names = await page.evaluate(async () => {
    const { model } = await cnnGpu.loadModel('m.safetensors');
    const file = await cnnGpu.modelFile(model, 'm.h5');
    const inFile = await cnnGpu.loadModel(file);
    const inBlob = await cnnGpu.loadModel(new Blob([file]), { name: 'm.h5' });
    return [file.name, inFile.model.name, inBlob.model.name];
  });
  expect(names).toEqual(['m.h5', 'small', 'small']);
  expect(scripts.some((path) => /hdf5/.test(path))).toBe(true);
});

describe.each(['opfs://models/of mine/a.safetensors', 'indexeddb://a.keras'])('the storage at %s', (url) => {
  it('keeps a model over a reload, lists it, and removes it', async () => {
    const model = await trained();
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', model) });
    const bytes = await page.evaluate(async (url) => {
      const { model, preprocessing } = await cnnGpu.loadModel('m.safetensors');
      await cnnGpu.saveModel(model, url, { preprocessing });
      await cnnGpu.saveModel(model, url, { preprocessing });
      return (await cnnGpu.modelFile(model, url, { preprocessing })).size;
    }, url);
    await page.reload();
    const kept = await page.evaluate(async (url) => {
      const { model, preprocessing } = await cnnGpu.loadModel(url);
      const values = await valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
      const listed = (await cnnGpu.listModels()).map(({ modified, ...rest }) => ({
        ...rest,
        isNew: Math.abs(Date.now() - modified.getTime()) < 600_000,
      }));
      return { values, preprocessing, listed };
    }, url);
    expect(kept).toEqual({
      values: await valuesOf(model, device),
      preprocessing,
      listed: [{ url, bytes, isNew: true }],
    });
    expect(
      await page.evaluate(
        async (url) => [await cnnGpu.removeModel(url), await cnnGpu.removeModel(url), await cnnGpu.listModels()],
        url,
      ),
    ).toEqual([true, false, []]);
    expect(await loadError(page, url)).toBe(
      `DataError: Cannot read ${url}: there is no such file. listModels() tells what there is.`,
    );
  });

  it('is there in workers, too', async () => {
    const script = `import { loadModel, saveModel } from '/dist/browser.js';
      const saveAndLoad = async (url) => {
        const { model } = await loadModel('/m.safetensors');
        await saveModel(model, url);
        const again = await loadModel(url);
        return [again.model.name, await saveModel(model, 'downloads://a.safetensors').catch(String)];
      };
      onmessage = async ({ data }) => postMessage(await saveAndLoad(data).catch(String));`;
    const files = { '/worker.js': script, '/m.safetensors': await savedAs('m.safetensors', await trained()) };
    const page = await open(files);
    const answer = await page.evaluate(async (url) => {
      const worker = new Worker('/worker.js', { type: 'module' });
      worker.postMessage(url);
      const message = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      });
      worker.terminate();
      return [message, (await cnnGpu.loadModel(url)).model.name];
    }, url);
    expect(answer).toEqual([
      [
        'small',
        'WriteError: Cannot write downloads://a.safetensors: workers have no downloads. Save to opfs:// or indexeddb://.',
      ],
      'small',
    ]);
  });

  it('keeps the old model when the new one finds no room', async () => {
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', await trained()) });
    const browser = await page.context().newCDPSession(page);
    await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 200_000 });
    const result = await page.evaluate(async (url) => {
      const { model } = await cnnGpu.loadModel('m.safetensors');
      await cnnGpu.saveModel(model, url, { preprocessing: { old: true } });
      const preprocessing = { padding: 'x'.repeat(5_000_000) };
      const other = url.replace('a.', 'new.');
      const errors = [url, other].map((each) =>
        cnnGpu.saveModel(model, each, { preprocessing }).catch((error) => error),
      );
      const [{ name, code, message, details }, second] = await Promise.all(errors);
      const { preprocessing: kept } = await cnnGpu.loadModel(url);
      return {
        name,
        code,
        message,
        path: details.path,
        second: second.code,
        kept,
        listed: (await cnnGpu.listModels()).length,
      };
    }, url);
    expect(result).toEqual({
      name: 'WriteError',
      code: 'WRITE',
      message: expect.stringMatching(
        /^Cannot write .*: the storage that the browser gives this site is full \([\d.]+ of 0\.2 MB are used\)\. Make room with removeModel, or save to downloads:\/\/ instead\. What was there before is untouched\.$/,
      ),
      path: url,
      second: 'WRITE',
      kept: { old: true },
      listed: 1,
    });
  });

  it('keeps the old model when writing breaks off', async () => {
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', await trained()) });
    const result = await page.evaluate(async (url) => {
      const { model } = await cnnGpu.loadModel('m.safetensors');
      await cnnGpu.saveModel(model, url, { preprocessing: { old: true } });
      const write = FileSystemWritableFileStream.prototype.write;
      FileSystemWritableFileStream.prototype.write = async function (bytes) {
        await write.call(this, (bytes as Uint8Array<ArrayBuffer>).subarray(0, 100));
        throw new Error('unplugged');
      };
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        const request = put.call(this, value, key);
        request.onsuccess = () => this.transaction.abort();
        return request;
      };
      const error = await cnnGpu.saveModel(model, url).catch((error) => error);
      const { preprocessing: kept } = await cnnGpu.loadModel(url);
      return { code: error.code, kept };
    }, url);
    expect(result).toEqual({ code: 'WRITE', kept: { old: true } });
  });

  it('keeps the old model when the page is closed while it writes', async () => {
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', await trained()) });
    await page.evaluate(async (url) => {
      const { model } = await cnnGpu.loadModel('m.safetensors');
      await cnnGpu.saveModel(model, url, { preprocessing: { old: true } });
      void cnnGpu.saveModel(model, url, { preprocessing: { padding: 'x'.repeat(50_000_000) } });
    }, url);
    await page.reload();
    const kept = await page.evaluate(async (url) => Object.keys((await cnnGpu.loadModel(url)).preprocessing), url);
    expect([['old'], ['padding']]).toContainEqual(kept);
  });
});

it('passes over files of others in the private file system, and refuses places that are none', async () => {
  const page = await open();
  const result = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const notes = await root.getFileHandle('notes.txt', { create: true });
    const stream = await notes.createWritable();
    await stream.write('mine');
    await stream.close();
    await root.getFileHandle('empty.safetensors', { create: true });
    const model = cnnGpu.modelFromConfig({
      className: 'Sequential',
      name: 'm',
      layers: [
        { className: 'Input', config: { shape: [2] } },
        { className: 'Dense', config: { units: 1 } },
      ],
    });
    model.compile({ device: await cnnGpu.createDevice({ device: 'reference' }), optimizer: 'sgd', loss: 'mse' });
    const errors = [];
    for (const to of [
      'opfs://',
      'opfs://a/../b.h5',
      'indexeddb://a//b.h5',
      'a.h5',
      'downloads://a/b.h5',
      'downloads://',
    ]) {
      errors.push((await cnnGpu.saveModel(model, to).catch((error) => error)).code);
    }
    const messages = [];
    for (const to of ['downloads://model.json', 'opfs://notes.txt/a.h5', 'opfs://w.weights.h5']) {
      messages.push(await cnnGpu.saveModel(model, to).catch(String));
    }
    messages.push(await cnnGpu.saveWeights(model, 'opfs://w.keras').catch(String));
    return { listed: await cnnGpu.listModels(), errors, messages };
  });
  expect(result).toEqual({
    listed: [],
    errors: ['FORMAT', 'VALUE', 'VALUE', 'VALUE', 'VALUE', 'VALUE'],
    messages: [
      'FormatError: Cannot write downloads://model.json: A TensorFlow.js model is several files. End the name in .zip to get all of them in one.',
      'WriteError: Cannot write opfs://notes.txt/a.h5: a folder has that name, or a file the name of a folder. What was there before is untouched.',
      'FormatError: Cannot write opfs://w.weights.h5: it is a name for weights alone. Use .keras or .h5 for a model, or save the weights.',
      'FormatError: Cannot write opfs://w.keras: this format has no form for weights alone. Use .safetensors, .h5 or .weights.h5, or save the model.',
    ],
  });
});

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
    const model = await trained();
    const files = await tfjsFiles(model, 'sub/weights #1 100%?.bin');
    const page = await open(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`/web/${name}`, bytes])));
    const expected = await valuesOf(model, device);
    for (const source of ['web/model.json', '/web/', '/web/model.json?v=2#top']) {
      const values = await page.evaluate(async (source) => {
        const { model } = await cnnGpu.loadModel(source);
        return valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
      }, source);
      expect(values).toEqual(expected);
    }
  });

  it('is read from files chosen together, in any order, among others', async () => {
    const model = await trained();
    const files = await tfjsFiles(model);
    const at = await folder();
    await writeFile(join(at, 'a notes.txt'), 'mine');
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(at, name), bytes);
    const page = await open();
    await page.setContent('<input type="file" multiple><input type="file" webkitdirectory>');
    await page.addScriptTag({ type: 'module', content: 'globalThis.cnnGpu = await import("/dist/browser.js")' });
    await page.addScriptTag({ content: `globalThis.valuesOf = ${valuesOf};` });
    const [files1, folder1] = [page.locator('input').first(), page.locator('input').last()];
    const names = ['group1-shard1of1.bin', 'a notes.txt', 'model.json'];
    await files1.setInputFiles(names.map((name) => join(at, name)));
    await folder1.setInputFiles(at);
    const load = async (input: Element) => {
      const { model } = await cnnGpu.loadModel((input as HTMLInputElement).files as FileList);
      return valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
    };
    const expected = await valuesOf(model, device);
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
    const { 'model.json': json } = await tfjsFiles(await trained(), shard);
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
    const bytes = await savedAs('m.safetensors', await trained());
    const keras = await savedAs('m.keras', await trained());
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
    const bytes = await savedAs('m.safetensors', await trained());
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
