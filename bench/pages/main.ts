// Trains the CIFAR-10 tutorial's network in a worker of a page, in Chromium, and prints what a step took and how long the
// page's frames were meanwhile. Build first: npm run build:js. Then: npm run bench:pages
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchChromium } from '../../test/support/launch-chromium.ts';
import { servePages } from '../../test/support/page-server.ts';

declare const cnnGpu: typeof import('../../src/browser/index.ts');

interface Workload {
  readonly device: 'cpu' | 'webgpu';
  readonly threads?: number;
  /** Steps of an epoch. */
  readonly steps: number;
}

const BATCH = 32;
const EPOCHS = 6;
const workloads: readonly Workload[] = [
  { device: 'cpu', steps: 20 },
  { device: 'cpu', threads: 1, steps: 20 },
  { device: 'webgpu', steps: 3 },
];

/** Runs in the page. The first epoch, in which all is prepared, does not count. */
async function measure({ device, threads, steps, batch, epochs }: Workload & { batch: number; epochs: number }) {
  const count = steps * batch;
  const x = Uint8Array.from({ length: count * 32 * 32 * 3 }, (_, i) => (i * 2654435761) >>> 24);
  const y = Uint32Array.from({ length: count }, (_, i) => i % 10);
  const loss = new cnnGpu.SparseCategoricalCrossentropy({ fromLogits: true });
  const training = cnnGpu.trainInWorker(
    cnnGpu.imageNetworks.cifar10.build([32, 32, 3], 10),
    { x, xShape: [count, 32, 32, 3], y, yShape: [count] },
    { device, threads, epochs, batchSize: batch, compile: { optimizer: 'adam', loss } },
  );
  const begins: number[] = [];
  training.addEventListener('epochbegin', () => begins.push(performance.now()));
  const { adapter } = await training.ready;
  const frames: number[] = [];
  let last = performance.now();
  let isTraining = true;
  const frame = () => {
    const now = performance.now();
    if (begins.length > 1) frames.push(now - last);
    last = now;
    if (isTraining) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  await training.finished;
  isTraining = false;
  begins.push(performance.now());
  const times = begins.slice(2).map((end, i) => (end - (begins[i + 1] as number)) / steps);
  return { adapter, times, frames };
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const share = (values: readonly number[], part: number): string =>
  (sorted(values)[Math.floor(part * (values.length - 1))] as number).toFixed(1);

const build = resolve('dist/browser');
if (!existsSync(join(build, 'browser.js')))
  throw new Error(`There is no build for pages in ${build}: npm run build:js`);
const server = await servePages({}, { isolated: true, build });
const browser = await launchChromium();
console.log('step ms: median, spread; frames ms: median, 95 %, longest');
for (const workload of workloads) {
  const page = await browser.newPage();
  // tsx marks functions by it, which those that run in the page do not find there.
  await page.addInitScript('globalThis.__name = (marked) => marked');
  await page.goto(server.origin);
  const { adapter, times, frames } = await page.evaluate(measure, { ...workload, batch: BATCH, epochs: EPOCHS });
  const step = `${share(times, 0.5)}  ${share(times, 0)}..${share(times, 1)}`;
  const late = ((100 * frames.filter((ms) => ms > 50).length) / frames.length).toFixed(1);
  const smooth = `${share(frames, 0.5)}  ${share(frames, 0.95)}  ${share(frames, 1)}`;
  console.log(`${adapter}: step ${step}; ${frames.length} frames ${smooth}, ${late} % over 50 ms`);
  await page.close();
}
await browser.close();
await server.close();
