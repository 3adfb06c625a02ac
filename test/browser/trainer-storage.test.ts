import { expect, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';

const chromium = chromiumForTests();

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><link rel="icon" href="data:,">
<script type="module">import * as cnnGpu from '/dist/browser.js'; globalThis.cnnGpu = cnnGpu;</script>
<script type="module" src="/dist/trainer.js"></script>
<cnn-trainer data-src="digits" epochs="1" augmentation="off" device="cpu"></cnn-trainer>`;

it.each([
  {
    what: 'in IndexedDB where the browser cannot replace private files at once',
    init: () => void Reflect.deleteProperty(FileSystemFileHandle.prototype, 'createWritable'),
    kept: ['indexeddb'],
  },
  {
    what: 'nowhere where the browser gives the page no storage',
    init: () => {
      const refuse = () => {
        throw new DOMException('blocked', 'SecurityError');
      };
      StorageManager.prototype.getDirectory = async () => refuse();
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = refuse;
      // For the test, in the end.
      Object.assign(globalThis, { allow: () => Object.assign(IDBFactory.prototype, { open }) });
    },
    kept: [],
  },
])('<cnn-trainer> trains, and keeps the model $what', async ({ init, kept }) => {
  const page = await chromium.open({ path: '/trainer.html', files: { '/trainer.html': PAGE }, init });
  await page.getByText('1442 images in 10 classes').waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText(/^Finished/).waitFor({ timeout: 60_000 });
  const stores = await page.evaluate(async () => {
    (globalThis as { allow?: () => void }).allow?.();
    return (await cnnGpu.listModels()).map(({ url }) => url.split('://')[0]);
  });
  expect(stores).toEqual(kept);
});
