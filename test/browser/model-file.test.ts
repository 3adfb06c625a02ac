import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { loadModel, loadWeights, saveWeights } from '../../src/node/model-file.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { modelValues, openWithValues, preprocessing, savedBytes, trainedSmall } from '../support/models-in-pages.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { compileSmall, smallModel } from '../support/small-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

const chromium = chromiumForTests();

const savedAs = async (name: string, model: Model) => savedBytes(await folder(), name, model);
const open = (files?: ServedFiles) => openWithValues(chromium, files);

/** Keeps what the page downloads in a file. */
async function downloaded(page: Page, save: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), save()]);
  const path = join(await folder(), download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

describe.each(['model.safetensors', 'model.h5', 'model.keras', 'model.zip'])('a model as %s', (name) => {
  it('goes on training in the page where the command line stopped, and there where the page stopped', async () => {
    const model = await trainedSmall();
    const page = await open({ [`/${name}`]: await savedAs(name, model) });
    const before = await modelValues(model, device);
    const expected = await modelValues(model, device, 2);

    const path = await downloaded(page, async () => {
      const inPage = await page.evaluate(async (name) => {
        const { model, preprocessing, compileOptions } = await cnnGpu.loadModel(name);
        const device = await cnnGpu.createDevice({ device: 'reference' });
        model.compile({ device, optimizer: 'sgd', loss: 'mse', seed: 3, ...compileOptions });
        const before = await valuesOf(model, device);
        const after = await valuesOf(model, device, 2);
        await cnnGpu.saveModel(model, `downloads://${name}`, { preprocessing });
        return { before, after, preprocessing };
      }, name);
      expect(inPage).toEqual({ before, after: expected, preprocessing });
    });
    expect(path.endsWith(name)).toBe(true);
    const loaded = await loadModel(path);
    expect(loaded.preprocessing).toEqual(preprocessing);
    expect(await modelValues(loaded.model, device)).toEqual(expected);
    expect(await modelValues(loaded.model, device, 1)).toEqual(await modelValues(model, device, 1));
  });
});

describe.each(['w.safetensors', 'w.h5', 'w.weights.h5'])('weights as %s', (name) => {
  it('go into the page and back', async () => {
    const at = join(await folder(), name);
    const model = await trainedSmall();
    await saveWeights(model, at);
    const page = await open({ [`/${name}`]: await readFile(at) });
    const path = await downloaded(page, () =>
      page.evaluate(
        async ([name, config]) => {
          const model = cnnGpu.modelFromConfig(config);
          await cnnGpu.loadWeights(model, new URL(name, location.href));
          await valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
          await cnnGpu.saveWeights(model, `downloads://${name}`);
        },
        [name, { ...model.config() }] as const,
      ),
    );
    const other = compileSmall(smallModel(), device);
    await loadWeights(other, path);
    expect(await other.getWeights()).toEqual(await model.getWeights());
  });
});

it('writes the same bytes as the command line, and ONNX, which is only written', async () => {
  const model = await trainedSmall();
  const files = { '/m.safetensors': await savedAs('m.safetensors', model) };
  const page = await open(files);
  for (const name of ['a.safetensors', 'a.onnx', 'a.h5', 'a.zip']) {
    const path = await downloaded(page, () =>
      page.evaluate(async (name) => {
        const { model, preprocessing } = await cnnGpu.loadModel('m.safetensors');
        await valuesOf(model, await cnnGpu.createDevice({ device: 'reference' }));
        await cnnGpu.saveModel(model, `downloads://${name}`, { preprocessing });
      }, name),
    );
    expect(new Uint8Array(await readFile(path)), name).toEqual(await savedAs(name, model));
  }
  const [type, error] = await page.evaluate(async () => {
    const { model } = await cnnGpu.loadModel('m.safetensors');
    const file = await cnnGpu.modelFile(model, 'a.onnx');
    return [file.type, await cnnGpu.loadModel(file).catch(String)];
  });
  expect(type).toBe('application/octet-stream');
  expect(error).toBe(
    'FormatError: Cannot load a.onnx: ONNX files are only written. Load the file that it was made from.',
  );
});

it('loads what reads other formats only when it is needed', async () => {
  const model = await trainedSmall();
  const page = await chromium.open({ files: { '/m.safetensors': await savedAs('m.safetensors', model) } });
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  await page.evaluate(() => cnnGpu.loadModel('m.safetensors').then(() => undefined));
  const ofOthers = () => scripts.filter((path) => /hdf5|keras|tfjs|onnx/.test(path));
  expect([scripts.at(-1), ofOthers()]).toEqual(['/m.safetensors', []]);
  const names = await page.evaluate(async () => {
    const { model } = await cnnGpu.loadModel('m.safetensors');
    const file = await cnnGpu.modelFile(model, 'm.h5');
    const inFile = await cnnGpu.loadModel(file);
    const inBlob = await cnnGpu.loadModel(new Blob([file]), { name: 'm.h5' });
    return [file.name, inFile.model.name, inBlob.model.name];
  });
  expect(names).toEqual(['m.h5', 'small', 'small']);
  expect(ofOthers()).toContainEqual(expect.stringMatching(/hdf5/));
});
