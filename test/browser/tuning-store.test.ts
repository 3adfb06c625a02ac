import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { TuneMode } from '../../src/engine/webgpu/tune-mode.ts';
import type { WebGpuDevice } from '../../src/engine/webgpu/webgpu-device.ts';
import { chromiumForTests } from '../support/chromium.ts';

const chromium = chromiumForTests();

/** Opens a device, prepares a product on it, and gives which form of it was known before and after. */
const chosenForms = (page: Page, tune: TuneMode) =>
  page.evaluate(async (tune) => {
    const device = (await cnnGpu.createDevice({ device: 'webgpu', tune })) as WebGpuDevice;
    const before = device.choice.record.chosen;
    const x = cnnGpu.tensor(device, [16, 16], new Float32Array(256));
    (await device.prepare(cnnGpu.trace(device, () => cnnGpu.ops.matmul(x, x)))).dispose();
    const after = device.choice.record.chosen;
    device.dispose();
    return { before, after };
  }, tune);

it('knows after a reload which kernels were the fastest', async () => {
  const page = await chromium.open();
  const first = await chosenForms(page, 'full');
  expect(first.before).toEqual({});
  expect(Object.keys(first.after)).toEqual([expect.stringMatching(/^matmul 16x16 16x16 /)]);
  await page.reload();
  expect(await chosenForms(page, 'off')).toEqual({ before: first.after, after: first.after });
});

it('takes a damaged record as missing', async () => {
  const page = await chromium.open();
  await chosenForms(page, 'full');
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const database = await done(indexedDB.open('cnn-gpu-tuning'));
    const records = database.transaction('records', 'readwrite').objectStore('records');
    for (const key of await done(records.getAllKeys())) await done(records.put({ chosen: { matmul: 1 } }, key));
    database.close();
  });
  expect((await chosenForms(page, 'full')).before).toEqual({});
});

it('goes on where nothing can be kept', async () => {
  const page = await chromium.open({
    init: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
    },
  });
  const { after } = await chosenForms(page, 'full');
  expect(Object.keys(after)).toHaveLength(1);
});
