import type { Page } from 'playwright-core';
import type { TrainInWorkerOptions } from '../../src/browser/index.ts';
import type * as here from '../../src/index.ts';
import type { PageOptions, RunningChromium } from './chromium.ts';

/** A small training, the same for Node and for the page, whose text it is sent as. */
export function task({
  Sequential,
  Conv2D,
  BatchNormalization,
  MaxPooling2D,
  Dropout,
  Flatten,
  Dense,
  Adam,
}: typeof here) {
  const images = 96;
  const x = new Float32Array(images * 64);
  const y = new Uint32Array(images);
  for (let i = 0; i < images; i++) {
    y[i] = i % 4;
    for (let k = 0; k < 64; k++) x[i * 64 + k] = Math.sin(i * 5.3 + k * 1.7) / 4 + ((k >> 4) % 4 === y[i] ? 1 : 0);
  }
  const model = new Sequential([
    new Conv2D({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 1] }),
    new BatchNormalization(),
    new MaxPooling2D(),
    new Dropout({ rate: 0.1 }),
    new Flatten(),
    new Dense({ units: 4, activation: 'softmax' }),
  ]);
  const compile = {
    optimizer: new Adam({ learningRate: 0.005 }),
    loss: 'sparseCategoricalCrossentropy' as const,
    metrics: ['accuracy' as const],
    seed: 11,
  };
  return { model, data: { x, xShape: [images, 8, 8, 1], y, yShape: [images] }, compile };
}

export type Task = ReturnType<typeof task>;

/** Opens a page with the global `pageTask`: {@link task} for the library of the page. */
export async function openWithTask(chromium: RunningChromium, options?: PageOptions): Promise<Page> {
  const page = await chromium.open(options);
  await addTask(page);
  return page;
}

/** Gives a page the global `pageTask`. */
export const addTask = (page: Page): Promise<void> => page.evaluate(`globalThis.pageTask = () => (${task})(cnnGpu)`);

/** Starts `training` of `model` in a page, and waits for `epochs` of it. */
export const startTraining = (
  page: Page,
  options: Omit<TrainInWorkerOptions, 'compile'>,
  epochs: number,
): Promise<void> =>
  page.evaluate(
    async ([options, epochs]) => {
      const { model, data, compile } = pageTask();
      const training = cnnGpu.trainInWorker(model, data, { ...options, compile });
      Object.assign(globalThis, { model, training });
      await new Promise<void>((begun, failed) => {
        training.addEventListener('epochend', ({ detail }) => {
          if (detail.epoch + 1 >= epochs) begun();
        });
        training.finished.catch(failed);
      });
    },
    [options, epochs] as const,
  );

/** The whole of a training in a page's worker. */
export const trainIn = (page: Page, options: Omit<TrainInWorkerOptions, 'compile'>) =>
  page.evaluate(async (options) => {
    const { model, data, compile } = pageTask();
    const training = cnnGpu.trainInWorker(model, data, { ...options, compile });
    try {
      const { history } = await training.finished;
      return { device: await training.ready, history, error: null };
    } catch (cause) {
      const { name, code, message } = cause as here.CnnGpuError;
      return {
        device: null,
        history: null,
        error: { name, code, message, isOurs: cause instanceof cnnGpu.CnnGpuError },
      };
    }
  }, options);
