import { describe, expect, it } from 'vitest';
import type { WorkerTraining } from '../../src/browser/index.ts';
import * as here from '../../src/index.ts';
import { createDevice, devices } from '../../src/node/index.ts';
import { chromiumForTests, type PageOptions } from '../support/chromium.ts';
import { addTask, openWithTask, startTraining, task, trainIn } from '../support/training-in-pages.ts';

const chromium = chromiumForTests({ flags: ['--host-resolver-rules=MAP plain.test 127.0.0.1'] });
const openPage = (options?: PageOptions) => openWithTask(chromium, options);

/** In pages: the training under way, and the model that is trained. */
declare let training: WorkerTraining;
declare let model: here.Model;

const EPOCHS = 3;
const BATCHES = 6;

/** The same training in Node. */
async function trainHere(device: here.Device) {
  const { model, data, compile } = task(here);
  model.compile({ ...compile, device });
  const { history } = await model.fit(data, { epochs: EPOCHS, batchSize: 16, validationSplit: 0.25 });
  device.dispose();
  return history;
}

/**
 * Each step moves a loss by the rounding of its sums, of which the longest, of a filter's gradient, has 16 · 36 terms;
 * their errors add up as those of a random walk do, and from step to step at worst as they are.
 */
const TOLERANCE = EPOCHS * BATCHES * Math.sqrt(16 * 36) * 2 ** -24;

function expectSameCurve(measured: Record<string, number[]> | null, expected: Record<string, number[]>) {
  expect(Object.keys(measured ?? {})).toEqual(Object.keys(expected));
  for (const name of ['loss', 'val_loss']) {
    for (const [epoch, value] of (measured?.[name] ?? []).entries()) {
      expect(Math.abs(value / expected[name][epoch] - 1), `${name} of epoch ${epoch}`).toBeLessThan(TOLERANCE);
    }
  }
}

/** The number of Node's software adapter, which is what pages have here; else the first adapter. */
async function softwareAdapter(): Promise<number> {
  const adapters = (await devices()).filter(({ kind }) => kind === 'webgpu');
  return Math.max(
    0,
    adapters.findIndex(({ software }) => software),
  );
}

describe('training in a worker', () => {
  const options = { epochs: EPOCHS, batchSize: 16, validationSplit: 0.25 };

  it('has the loss curve of Node, on WebGPU and on the processor', async () => {
    const page = await openPage();
    const onGpu = await trainIn(page, { ...options, device: 'webgpu' });
    expect(onGpu.device).toEqual({ kind: 'webgpu', adapter: 'google swiftshader', software: true, fallback: null });
    expectSameCurve(onGpu.history, await trainHere(await createDevice({ device: await softwareAdapter() })));
    const onCpu = await trainIn(page, { ...options, device: 'cpu', threads: 2 });
    expect(onCpu.device).toMatchObject({ kind: 'cpu', fallback: null });
    expectSameCurve(onCpu.history, await trainHere(await createDevice({ device: 'cpu', threads: 2 })));
    expect(onCpu.history?.['val_loss'][2]).toBeLessThan(onCpu.history?.['val_loss'][0] as number);
    // The workers are gone, those of the processor's threads, too.
    await expect.poll(() => page.workers()).toEqual([]);
  });

  it('is the same as fit on the page, to the bit', async () => {
    const page = await openPage();
    const { weights, expected } = await page.evaluate(async (options) => {
      const { model, data, compile } = pageTask();
      await cnnGpu.trainInWorker(model, data, { ...options, compile, device: 'webgpu' }).finished;
      const other = pageTask();
      other.model.compile({ ...other.compile, device: await cnnGpu.createDevice({ device: 'webgpu' }) });
      await other.model.fit(other.data, options);
      const numbers = (weights: readonly here.WeightArray[]) => weights.flatMap(({ data }) => [...data]);
      return { weights: numbers(await model.getWeights()), expected: numbers(await other.model.getWeights()) };
    }, options);
    expect(weights).toEqual(expected);
  });

  it('tells why it is not on WebGPU', async () => {
    const software = await trainIn(await openPage(), { epochs: 1 });
    expect(software.device?.kind).toBe('cpu');
    expect(software.device?.adapter).toContain('threads');
    expect(software.device?.fallback).toContain('The only WebGPU adapter, "google swiftshader", is software');

    const page = await openPage({ isolated: false });
    await page.goto(page.url().replace('127.0.0.1', 'plain.test'));
    await addTask(page);
    const without = await trainIn(page, { epochs: 1 });
    expect(without.device?.kind).toBe('cpu');
    expect(without.device?.adapter).not.toContain('threads');
    expect(without.device?.fallback).toContain('no WebGPU because it is not secure: http://plain.test');
    const refused = await trainIn(page, { epochs: 1, device: 'webgpu' });
    expect(refused.error).toMatchObject({ name: 'DeviceUnavailableError', code: 'DEVICE_UNAVAILABLE', isOurs: true });
    expect(refused.error?.message).toContain('https:// and not localhost');
  });

  it('pauses, goes on, gives the weights on the way, and stops', async () => {
    const page = await openPage();
    await startTraining(page, { epochs: 100_000, device: 'webgpu' }, 2);
    const seen = await page.evaluate(async () => {
      const event = (type: string) =>
        new Promise<void>((heard) => training.addEventListener(type, () => heard(), { once: true }));
      const states: string[] = [training.state];
      let batches = 0;
      training.addEventListener('batchend', () => batches++);
      const paused = event('pause');
      training.pause();
      await paused;
      states.push(training.state);
      batches = 0;
      await training.snapshot();
      const [first] = await model.getWeights();
      await training.snapshot();
      const [second] = await model.getWeights();
      const rested = batches === 0 && first.data.every((value, i) => value === second.data[i]);
      const going = event('epochend');
      training.resume();
      await going;
      states.push(training.state);
      training.stop();
      const { epoch } = await training.finished;
      const [last] = await model.getWeights();
      const moved = last.data.some((value, i) => value !== second.data[i]);
      return { states: [...states, training.state], rested, moved, ended: epoch.length < 100_000 };
    });
    expect(seen).toEqual({
      states: ['training', 'paused', 'training', 'stopped'],
      rested: true,
      moved: true,
      ended: true,
    });
    await expect.poll(() => page.workers()).toEqual([]);
  });

  it('takes batches that the page makes, and image files that the worker decodes', async () => {
    const page = await openPage();
    const { pulled, whole, inWorker, onPage } = await page.evaluate(async () => {
      const { Dataset, Sequential, Flatten, Dense } = cnnGpu;
      const { data } = pageTask();
      const options = { device: 'cpu', epochs: 2 } as const;
      const train = async (given: here.TrainingData, batchSize?: number) => {
        const { model, compile } = pageTask();
        const sized = batchSize === undefined ? {} : { batchSize, shuffle: false };
        return (await cnnGpu.trainInWorker(model, given, { ...options, ...sized, compile }).finished).history;
      };
      const batches = Dataset.from([0, 1, 2]).map((i) => ({
        x: data.x.subarray(i * 2048, (i + 1) * 2048),
        xShape: [32, 8, 8, 1],
        y: data.y.subarray(i * 32, (i + 1) * 32),
        yShape: [32],
      }));

      const files: { path: string; file: Blob }[] = [];
      for (let i = 0; i < 12; i++) {
        const canvas = new OffscreenCanvas(9, 9);
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.fillStyle = `rgb(${i * 20} ${(i % 2) * 200} 90)`;
        context.fillRect(0, 0, 9, 3 + (i % 5));
        files.push({ path: `pictures/${i % 2 ? 'green' : 'blue'}/${i}.png`, file: await canvas.convertToBlob() });
      }
      const pictures = () =>
        cnnGpu.imageDatasetFromFiles(files, { imageSize: [8, 8], batchSize: 4, seed: 3, verbose: false });
      const network = () => new Sequential([new Flatten({ inputShape: [8, 8, 3] }), new Dense({ units: 2 })]);
      const loss = new cnnGpu.SparseCategoricalCrossentropy({ fromLogits: true });
      const compile = { optimizer: new cnnGpu.SGD({ learningRate: 1e-6 }), loss };
      const inWorker = await cnnGpu.trainInWorker(network(), await pictures(), { ...options, compile }).finished;
      const model = network();
      model.compile({ ...compile, device: await cnnGpu.createDevice({ device: 'cpu' }) });
      const onPage = await model.fit(await pictures(), { epochs: 2 });
      return {
        pulled: await train(batches.cache()),
        whole: await train(data, 32),
        inWorker: inWorker.history,
        onPage: onPage.history,
      };
    });
    expect(pulled).toEqual(whole);
    expect(inWorker).toEqual(onPage);
  });

  it('leaves no worker behind, and no thread of its processor', async () => {
    const page = await openPage();
    await page.evaluate(async () => {
      const { Sequential, Dense } = cnnGpu;
      const data = { x: new Float32Array(256), xShape: [64, 4], y: new Float32Array(64), yShape: [64, 1] };
      const compile = { optimizer: 'adam', loss: 'mse' } as const;
      for (let time = 0; time < 8; time++) {
        const large = new Sequential([
          new Dense({ units: 1024, inputShape: [4] }),
          new Dense({ units: 1024 }),
          new Dense({ units: 1 }),
        ]);
        await cnnGpu.trainInWorker(large, data, { compile, device: 'cpu', threads: 3 }).finished;
      }
    });
    await expect.poll(() => page.workers(), { timeout: 5000 }).toEqual([]);
  });

  it('leaves the page free: 95 of 100 frames take less than 50 ms', async () => {
    const page = await openPage();
    await startTraining(page, { epochs: 100_000, device: 'webgpu' }, 1);
    const { slow, frames, epochs } = await page.evaluate(async () => {
      let epochs = 0;
      training.addEventListener('epochend', () => epochs++);
      const times: number[] = [];
      const line = document.body.appendChild(document.createElement('p'));
      let last = performance.now();
      while (times.length < 200) {
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - last);
        last = performance.now();
        line.textContent = `frame ${times.length}, epoch ${epochs}`;
      }
      training.stop({ immediately: true });
      await training.finished;
      return { slow: times.filter((time) => time >= 50).length, frames: times.length, epochs };
    });
    expect(epochs).toBeGreaterThan(0);
    expect(slow / frames).toBeLessThan(0.05);
  });
});
