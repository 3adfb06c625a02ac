import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { saveModel } from '../../src/node/model-file.ts';
import type { RunningChromium } from './chromium.ts';
import type { ServedFiles } from './page-server.ts';
import { compileSmall, smallData, smallModel } from './small-model.ts';

/** What is compared of a model, to the last bit. */
export interface ModelValues {
  readonly weights: readonly (readonly [string, readonly number[]])[];
  readonly predictions: readonly number[];
  readonly step: number | undefined;
}

/** Runs here and, as text, in pages: the values of the small model after so many epochs of training. */
export async function modelValues(model: Model, device: Device, epochs = 0): Promise<ModelValues> {
  if (!model.isCompiled) model.compile({ device, optimizer: 'adam', loss: 'mse', metrics: ['accuracy'], seed: 3 });
  const x = Float32Array.from({ length: 20 * 36 }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const y = Float32Array.from({ length: 60 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));
  const images = { x, xShape: [20, 6, 6, 1] };
  if (epochs > 0) await model.fit({ ...images, y, yShape: [20, 3] }, { epochs, batchSize: 8 });
  return {
    weights: (await model.getWeights()).map(({ name, data }) => [name, [...data]]),
    predictions: [...(await model.predict(images)).data],
    step: (await model.getOptimizerState())?.step,
  };
}

/** What {@link savedBytes} keeps with a model. */
export const preprocessing = { classNames: ['a', 'ç', '猫'], imageSize: [6, 6] };

/** The small model, trained for an epoch. */
export async function trainedSmall(): Promise<Model> {
  const model = compileSmall(smallModel(), new ReferenceDevice());
  await model.fit(smallData(), { epochs: 1 });
  return model;
}

/** The bytes of a model as the command line saves it, by way of a file of that name in a folder. */
export async function savedBytes(folder: string, name: string, model: Model): Promise<Uint8Array> {
  const path = join(folder, name);
  await saveModel(model, path, { preprocessing });
  return new Uint8Array(await readFile(path));
}

/** Opens a page in which {@link modelValues} is the global `valuesOf`. */
export async function openWithValues(chromium: RunningChromium, files: ServedFiles = {}): Promise<Page> {
  const page = await chromium.open({ files });
  await page.addInitScript({ content: `globalThis.valuesOf = ${modelValues};` });
  await page.reload();
  return page;
}
