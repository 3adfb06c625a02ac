import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DeviceSettings } from '../../src/browser/open-device.ts';
import type { DeviceChoice } from '../../src/engine/device-choice.ts';
import { chromiumForTests } from '../support/chromium.ts';

const chromium = chromiumForTests({ flags: ['--host-resolver-rules=MAP plain.test 127.0.0.1'] });

/** For what happens soon, on a machine that may be busy. */
const PATIENCE = { timeout: 30_000 };

/** What came of `createDevice`: the device and a product of it, or the error. */
interface Outcome {
  readonly kind?: string;
  readonly adapter?: string;
  readonly software?: boolean;
  readonly product?: readonly number[];
  readonly error?: { readonly name: string; readonly code: string; readonly message: string };
}

/** For pages and workers: opens a device, and multiplies matrices on it. */
const tryDevice = async (settings: DeviceSettings): Promise<Outcome> => {
  try {
    const device = await cnnGpu.createDevice(settings);
    const ones = cnnGpu.tensor(device, [100, 100], new Float32Array(10_000).fill(1));
    const product = [...new Set(await cnnGpu.ops.matmul(ones, ones).data())];
    device.dispose();
    return { kind: device.kind, ...device.info, product };
  } catch (error) {
    const { name, code, message } = error as InstanceType<typeof cnnGpu.CnnGpuError>;
    return { error: { name, code, message } };
  }
};

const tryIn = (page: Page, settings: DeviceSettings): Promise<Outcome> => page.evaluate(tryDevice, settings);

const SWIFTSHADER = { kind: 'webgpu', adapter: 'google swiftshader', software: true, product: [100] };
const cpuOf = (threads: string) => ({
  kind: 'cpu',
  adapter: `processor (WebAssembly SIMD, fused multiply-add, ${threads})`,
  software: true,
  product: [100],
});

describe('createDevice in a page', () => {
  it('opens each kind of device', async () => {
    const page = await chromium.open();
    expect(await tryIn(page, { device: 'webgpu' })).toEqual(SWIFTSHADER);
    expect(await tryIn(page, { device: 'cpu', threads: 3 })).toEqual(cpuOf('3 threads'));
    expect(await tryIn(page, { device: 'reference' })).toMatchObject({ kind: 'reference' });
  });

  it('takes the processor by itself where all that WebGPU has is software, and tells why', async () => {
    const page = await chromium.open();
    expect(await tryIn(page, { threads: 1 })).toEqual(cpuOf('1 thread'));
    expect(await page.evaluate(() => cnnGpu.whyNoWebGpu())).toBe(
      'The only WebGPU adapter, "google swiftshader", is software, which is slower than the device "cpu". Ask for "webgpu" to take it all the same.',
    );
  });

  it('takes WebGPU by itself where it is hardware', async () => {
    const page = await chromium.open({
      init: () => {
        for (const [name, value] of Object.entries({
          vendor: 'acme',
          architecture: 'rocket',
          isFallbackAdapter: false,
        })) {
          Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value });
        }
      },
    });
    const rocket = { kind: 'webgpu', adapter: 'acme rocket', software: false };
    expect(await tryIn(page, {})).toEqual({ ...rocket, product: [100] });
    expect(await page.evaluate(() => cnnGpu.whyNoWebGpu())).toBeNull();
    expect((await page.evaluate(() => cnnGpu.devices()))[0]).toEqual({ ...rocket, device: 'webgpu' });
  });

  it('takes the WebGPU of browsers that do not tell which adapter it is', async () => {
    const page = await chromium.open({
      init: () => {
        Reflect.deleteProperty(GPUAdapter.prototype, 'info');
        Reflect.deleteProperty(GPUDevice.prototype, 'adapterInfo');
      },
    });
    const unnamed = { kind: 'webgpu', adapter: 'unnamed adapter', software: false };
    expect(await tryIn(page, {})).toEqual({ ...unnamed, product: [100] });
    await page.evaluate(() => Object.assign(GPUAdapter.prototype, { isFallbackAdapter: true }));
    expect(await tryIn(page, { device: 'webgpu' })).toEqual({ ...unnamed, software: true, product: [100] });
  });

  it('starts a worker for each other thread, and ends it with the device', async () => {
    const page = await chromium.open();
    const device = await page.evaluateHandle(() => cnnGpu.createDevice({ device: 'cpu', threads: 3 }));
    await expect.poll(() => page.workers().length, PATIENCE).toBe(2);
    await device.evaluate((device) => device.dispose());
    await expect.poll(() => page.workers().length, PATIENCE).toBe(0);
  });

  it('shares the work among its threads', async () => {
    const page = await chromium.open({
      init: () => {
        const Memory = WebAssembly.Memory;
        WebAssembly.Memory = class extends Memory {
          constructor(limits: WebAssembly.MemoryDescriptor) {
            super(limits);
            Object.assign(globalThis, { memory: this });
          }
        };
      },
    });
    const product = await page.evaluateHandle(async () => {
      const device = await cnnGpu.createDevice({ device: 'cpu', threads: 2 });
      const x = cnnGpu.tensor(device, [512, 512], new Float32Array(512 * 512).fill(1));
      return device.prepare(cnnGpu.trace(device, () => cnnGpu.ops.matmul(x, x)));
    });
    // A thread packs blocks of the left side into memory of its own: 512 KiB each, from 64 KiB on.
    const packedByHelper = () =>
      product.evaluate((plan) => {
        plan.run();
        const { memory } = globalThis as unknown as { memory: WebAssembly.Memory };
        return new Float32Array(memory.buffer, (64 + 512) * 1024, 128 * 1024).includes(1);
      });
    await expect.poll(packedByHelper, PATIENCE).toBe(true);
  });

  it('has one thread where the page is not isolated', async () => {
    const page = await chromium.open({ isolated: false });
    expect(await tryIn(page, { device: 'cpu', threads: 3 })).toEqual(cpuOf('1 thread'));
    expect(page.workers()).toEqual([]);
  });

  it('refuses devices and threads that there are not', async () => {
    const page = await chromium.open();
    expect((await tryIn(page, { device: 'cpu', threads: 0 })).error).toEqual({
      name: 'ValueError',
      code: 'VALUE',
      message: 'threads is 0; a whole number from 1 to 256 is expected.',
    });
    expect((await tryIn(page, { device: 'tpu' as DeviceChoice })).error).toMatchObject({
      code: 'CONFIG',
      message: 'There is no device "tpu". Choose one of "auto", "webgpu", "cpu", "reference".',
    });
  });

  it('lists what can compute', async () => {
    const page = await chromium.open();
    expect(await page.evaluate(() => cnnGpu.devices())).toEqual([
      { kind: 'webgpu', device: 'webgpu', adapter: 'google swiftshader', software: true },
      { kind: 'cpu', device: 'cpu', adapter: 'processor', software: true },
      { kind: 'reference', device: 'reference', adapter: 'reference loops', software: true },
    ]);
  });
});

describe('where there is no WebGPU', () => {
  it.each([
    {
      what: 'a browser without it',
      init: () => void Reflect.deleteProperty(Navigator.prototype, 'gpu'),
      message: /^This browser has no WebGPU \(navigator\.gpu is missing\)\. Use a current Chrome/,
    },
    {
      what: 'a browser without a graphics driver',
      init: () => {
        GPU.prototype.requestAdapter = async () => null;
      },
      message: /^The browser gives no WebGPU adapter: .* acceleration is turned off\./,
    },
    {
      what: 'an adapter that gives no device',
      init: () => {
        GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException('lost', 'OperationError'));
      },
      message: /^The adapter "google swiftshader" gave no device\. Try the device "cpu"\.$/,
    },
  ])('says so, and takes the processor: $what', async ({ init, message }) => {
    const page = await chromium.open({ init });
    expect((await tryIn(page, { device: 'webgpu' })).error).toEqual({
      name: 'DeviceUnavailableError',
      code: 'DEVICE_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
    expect(await tryIn(page, { threads: 2 })).toEqual(cpuOf('2 threads'));
  });

  it('says that the page is not secure', async () => {
    const page = await chromium.open();
    const { port } = new URL(page.url());
    await page.goto(`http://plain.test:${port}/`);
    const reason = `The page has no WebGPU because it is not secure: http://plain.test:${port} is not https:// and not localhost. Serve it from one of these, or use the device "cpu".`;
    expect((await tryIn(page, { device: 'webgpu' })).error?.message).toBe(reason);
    expect(await page.evaluate(() => cnnGpu.whyNoWebGpu())).toBe(reason);
    expect((await page.evaluate(() => cnnGpu.devices())).map(({ kind }) => kind)).toEqual(['cpu', 'reference']);
    expect(await tryIn(page, {})).toEqual(cpuOf('1 thread'));
  });
});

it.each([
  { what: 'isolated', isolated: true, threads: '2 threads' },
  { what: 'not isolated', isolated: false, threads: '1 thread' },
])('createDevice in a worker of a page that is $what', async ({ isolated, threads }) => {
  const script = `import * as cnnGpu from '/dist/browser.js';
    const tryDevice = ${tryDevice};
    onmessage = async ({ data }) => postMessage(await tryDevice(data));`;
  const page = await chromium.open({ isolated, files: { '/worker.js': script } });
  const tryInWorker = (settings: DeviceSettings) =>
    page.evaluate(async (settings) => {
      const worker = new Worker('/worker.js', { type: 'module' });
      worker.postMessage(settings);
      const outcome = await new Promise<MessageEvent>((told) => {
        worker.onmessage = told;
      });
      worker.terminate();
      return outcome.data as unknown;
    }, settings);
  expect(await tryInWorker({ device: 'webgpu' })).toEqual(SWIFTSHADER);
  expect(await tryInWorker({ device: 'cpu', threads: 2 })).toEqual(cpuOf(threads));
});
