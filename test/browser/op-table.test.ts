import type { JSHandle, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { verifiedOps } from '../../src/verification/verify.ts';
import { chromiumForTests } from '../support/chromium.ts';

// The op table in a page. Rows of millions of elements try limits of GPUs, so they run on WebGPU only.

const ops = await verifiedOps();

const chromium = chromiumForTests();

describe.each([
  { where: 'WebGPU', device: 'webgpu', isolated: true },
  { where: 'the processor, two threads', device: 'cpu', isolated: true },
  { where: 'the processor, where the page is not isolated', device: 'cpu', isolated: false },
] as const)('on $where', ({ device: choice, isolated }) => {
  let page: Page;
  let device: JSHandle<Device>;
  beforeAll(async () => {
    page = await chromium.open({ isolated });
    device = await page.evaluateHandle((device) => cnnGpu.createDevice({ device, threads: 2 }), choice);
  });
  afterAll(() => device?.evaluate((device) => device.dispose()));

  it.each(ops)('%s', async (op) => {
    const verdicts = await device.evaluate(
      async (device, { op, large }) => {
        const verdicts = [];
        for await (const verdict of cnnGpu.verify(device, { only: [op], large })) verdicts.push(verdict);
        return verdicts;
      },
      { op, large: choice === 'webgpu' },
    );
    expect(verdicts.length).toBeGreaterThan(0);
    expect(verdicts.filter(({ passed }) => !passed)).toEqual([]);
  });
});
