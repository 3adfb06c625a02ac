import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium, type TestBrowser } from '../support/chromium.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

it('gives pages all of the library, whichever entry they import', async () => {
  const page = await chromium.open();
  const names = await page.evaluate(() => ({ isolated: crossOriginIsolated, ops: 'conv2d' in cnnGpu.ops }));
  expect(names).toEqual({ isolated: true, ops: true });
  const same = await page.evaluate(`import('/dist/index.js').then((whole) => whole.Sequential === cnnGpu.Sequential)`);
  expect(same).toBe(true);
});
