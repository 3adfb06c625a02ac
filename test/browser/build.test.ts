import { expect, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';

const chromium = chromiumForTests();

it('gives pages all of the library, whichever entry they import', async () => {
  const page = await chromium.open();
  const names = await page.evaluate(() => ({ isolated: crossOriginIsolated, ops: 'conv2d' in cnnGpu.ops }));
  expect(names).toEqual({ isolated: true, ops: true });
  const same = await page.evaluate(`import('/dist/index.js').then((whole) => whole.Sequential === cnnGpu.Sequential)`);
  expect(same).toBe(true);
});
