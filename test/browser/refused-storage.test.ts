import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Model } from '../../src/index.ts';
import { chromiumForTests } from '../support/chromium.ts';

const chromium = chromiumForTests();

/** In pages: a model that can be saved. */
declare const model: Model;

async function openWithModel(): Promise<Page> {
  const page = await chromium.open();
  await page.evaluate(async () => {
    const model = new cnnGpu.Sequential([new cnnGpu.Dense({ units: 1, inputShape: [2] })]);
    model.compile({ device: await cnnGpu.createDevice({ device: 'reference' }), optimizer: 'sgd', loss: 'mse' });
    Object.assign(globalThis, { model });
  });
  return page;
}

it('lists what is in IndexedDB where private files are refused, as in private windows of Firefox', async () => {
  const page = await openWithModel();
  const result = await page.evaluate(async () => {
    StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('private', 'SecurityError'));
    await cnnGpu.saveModel(model, 'indexeddb://a.safetensors');
    const refused = await cnnGpu.saveModel(model, 'opfs://a.safetensors').catch((error) => error);
    return { listed: (await cnnGpu.listModels()).map(({ url }) => url), refused: refused.message };
  });
  expect(result).toEqual({
    listed: ['indexeddb://a.safetensors'],
    refused: expect.stringContaining('no private file system, as in private windows. Save to indexeddb:// instead.'),
  });
});

it('lists no model in IndexedDB that could not be written', async () => {
  const page = await openWithModel();
  const result = await page.evaluate(async () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === 'contents') throw new DOMException('The value is too large.', 'UnknownError');
      return put.call(this, value, key);
    };
    const error = await cnnGpu.saveModel(model, 'indexeddb://a.safetensors').catch((error) => error);
    return { message: error.message, listed: await cnnGpu.listModels() };
  });
  expect(result).toEqual({ message: expect.stringContaining('The value is too large.'), listed: [] });
});
