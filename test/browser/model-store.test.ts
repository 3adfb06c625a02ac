import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { modelValues, openWithValues, preprocessing, savedBytes, trainedSmall } from '../support/models-in-pages.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

const chromium = chromiumForTests();

const savedAs = async (name: string, model: Model) => savedBytes(await folder(), name, model);
const open = (files?: ServedFiles) => openWithValues(chromium, files);

describe.each(['opfs://models/of mine/a.safetensors', 'indexeddb://a.keras'])('the storage at %s', (url) => {
  it('keeps a model over a reload, lists it, and removes it', async () => {
    const model = await trainedSmall();
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
      values: await modelValues(model, device),
      preprocessing,
      listed: [{ url, bytes, isNew: true }],
    });
    expect(
      await page.evaluate(
        async (url) => [await cnnGpu.removeModel(url), await cnnGpu.removeModel(url), await cnnGpu.listModels()],
        url,
      ),
    ).toEqual([true, false, []]);
    expect(await page.evaluate((url) => cnnGpu.loadModel(url).catch(String), url)).toBe(
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
    const files = { '/worker.js': script, '/m.safetensors': await savedAs('m.safetensors', await trainedSmall()) };
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
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', await trainedSmall()) });
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
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', await trainedSmall()) });
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
    const page = await open({ '/m.safetensors': await savedAs('m.safetensors', await trainedSmall()) });
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
