import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { FormatError } from '../../src/errors.ts';
import { unzip, zip } from '../../src/formats/zip.ts';
import { BatchNormalization, Conv2D, Dense, Flatten, Input } from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { ModelCheckpoint } from '../../src/node/model-checkpoint.ts';
import { loadModel, loadWeights, saveModel, saveWeights } from '../../src/node/model-file.ts';
import { modelFormat } from '../../src/node/model-format.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

async function trained() {
  const model = compileSmall(smallModel(), device);
  await model.fit(smallData(), { epochs: 2 });
  return model;
}

describe('modelFormat', () => {
  it.each([
    ['a.safetensors', 'safetensors'],
    ['a', 'safetensors'],
    ['a.H5', 'hdf5'],
    ['a.hdf5', 'hdf5'],
    ['a.weights.h5', 'keras-weights'],
    ['best.weights.v2.h5', 'hdf5'],
    ['a.keras', 'keras'],
    ['a/model.json', 'tfjs'],
    ['a/', 'tfjs'],
    ['a.onnx', 'onnx'],
    ['a.zip', 'tfjs-zip'],
  ])('of %s is %s', async (path, format) => {
    expect(await modelFormat(path)).toBe(format);
  });

  it('of a folder that exists is tfjs', async () => {
    expect(await modelFormat(await folder())).toBe('tfjs');
  });
});

describe.each(['model.h5', 'model.keras', 'model.zip', 'web/', 'web/model.json'])('a model saved as %s', (name) => {
  it('predicts the same and goes on training as if it had not been interrupted', async () => {
    const model = await trained();
    const path = join(await folder(), name);
    await saveModel(model, path, { preprocessing: { classNames: ['a', 'ç', '猫'] } });
    const { model: loaded, preprocessing, compileOptions } = await loadModel(path);
    expect(preprocessing).toEqual({ classNames: ['a', 'ç', '猫'] });
    expect(compileOptions.optimizer).toBeInstanceOf(Adam);
    loaded.compile({ device, optimizer: 'sgd', loss: 'mse', seed: 3, ...compileOptions });
    expect(await loaded.predict(smallData())).toEqual(await model.predict(smallData()));
    expect(await loaded.evaluate(smallData())).toEqual(await model.evaluate(smallData()));
    await model.fit(smallData(), { epochs: 4, initialEpoch: 2 });
    await loaded.fit(smallData(), { epochs: 4, initialEpoch: 2 });
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
    expect(await loaded.getOptimizerState()).toEqual(await model.getOptimizerState());
  });

  it('gives its weights to another model', async () => {
    const model = await trained();
    const path = join(await folder(), name);
    await saveModel(model, path);
    const other = compileSmall(smallModel(), device);
    await loadWeights(other, path);
    expect(await other.getWeights()).toEqual(await model.getWeights());
  });
});

describe.each(['best_model.h5', 'best.weights.h5', 'best.safetensors'])('weights saved as %s', (name) => {
  it('come back into another model', async () => {
    const model = await trained();
    const path = join(await folder(), name);
    await saveWeights(model, path);
    const other = smallModel();
    await loadWeights(other, path);
    expect(await compileSmall(other, device).getWeights()).toEqual(await model.getWeights());
    await expect(loadModel(path)).rejects.toThrow('It holds weights without a model.');
  });

  it('are what a checkpoint of weights writes', async () => {
    const path = join(await folder(), name);
    const model = compileSmall(smallModel(), device);
    const checkpoint = new ModelCheckpoint(path, { saveWeightsOnly: true });
    await model.fit(smallData(), { epochs: 1, callbacks: [checkpoint] });
    const other = compileSmall(smallModel(), device);
    await loadWeights(other, path);
    expect(await other.getWeights()).toEqual(await model.getWeights());
  });

  it('are refused by a model of other shapes, which stays as it was', async () => {
    const path = join(await folder(), name);
    await saveWeights(await trained(), path);
    const convolution = new Conv2D({ filters: 3, kernelSize: 3 });
    const layers = [new Input({ shape: [6, 6, 1] }), convolution, new BatchNormalization(), new Flatten()];
    const other = compileSmall(new Sequential([...layers, new Dense({ units: 3, name: 'scores' })]), device);
    const before = await other.getWeights();
    const error: unknown = await loadWeights(other, path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toContain(`Cannot load ${path}: `);
    expect(await other.getWeights()).toEqual(before);
  });
});

it('takes weights by the names of layers, and leaves other layers as they are', async () => {
  const path = join(await folder(), 'weights.h5');
  const model = await trained();
  await saveWeights(model, path);
  const other = compileSmall(
    new Sequential([
      new Input({ shape: [16] }),
      new Dense({ units: 16, name: 'own' }),
      new Dense({ units: 3, name: 'scores' }),
    ]),
    device,
  );
  const [kernel, bias] = await other.getWeights();
  await loadWeights(other, path, { byName: true });
  const scores = (await model.getWeights()).filter(({ name }) => name.startsWith('scores/'));
  expect(await other.getWeights()).toEqual([kernel, bias, ...scores]);
});

describe('a folder of TensorFlow.js', () => {
  it('keeps the old model loadable until the new one is there, and then removes its files', async () => {
    const path = join(await folder(), 'web');
    await mkdir(path);
    await writeFile(join(path, 'notes.txt'), 'mine');
    const model = await trained();
    await saveModel(model, path);
    expect((await readdir(path)).sort()).toEqual(['group1-shard1of1.bin', 'model.json', 'notes.txt']);
    await model.fit(smallData(), { epochs: 1 });
    await saveModel(model, path);
    const names = (await readdir(path)).sort();
    expect(names).toEqual([expect.stringMatching(/^group1-[0-9a-f]{8}-shard1of1\.bin$/), 'model.json', 'notes.txt']);
    const loaded = compileSmall((await loadModel(path)).model, device);
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
  });

  it('is refused when a file is missing, too long, or outside of it', async () => {
    const path = join(await folder(), 'web/');
    await saveModel(await trained(), path);
    const shard = join(path, 'group1-shard1of1.bin');
    const bytes = await readFile(shard);
    await writeFile(shard, bytes.subarray(4));
    await expect(loadModel(path)).rejects.toThrow(FormatError);
    await writeFile(shard, Buffer.concat([bytes, Buffer.alloc(4)]));
    await expect(loadModel(path)).rejects.toThrow(/at most \d+ are expected/);
    const json = await readFile(join(path, 'model.json'), 'utf8');
    await writeFile(join(path, 'model.json'), json.replace('group1-shard1of1.bin', '../group1-shard1of1.bin'));
    await expect(loadModel(path)).rejects.toThrow('a path inside its folder is expected');
    await writeFile(join(path, 'model.json'), '{"modelTopology":');
    await expect(loadModel(path)).rejects.toThrow(`Cannot load ${path}: model.json is not valid JSON`);
  });
});

describe('a zip archive of a TensorFlow.js model', () => {
  const text = (value: string) => new TextEncoder().encode(value);

  it('is read with its files in a folder, too, as archivers put them', async () => {
    const path = join(await folder(), 'web.zip');
    const model = await trained();
    await saveModel(model, path);
    const members = unzip(new Uint8Array(await readFile(path)), 1e6);
    expect([...members.keys()]).toEqual(['model.json', 'group1-shard1of1.bin']);
    const moved = [...members].map(([name, bytes]) => [`my web/${name}`, bytes]);
    await writeFile(path, zip({ 'notes.txt': text('mine'), ...Object.fromEntries(moved) }));
    const loaded = compileSmall((await loadModel(path)).model, device);
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
  });

  it('is refused when it has no model, or several', async () => {
    const path = join(await folder(), 'web.zip');
    await writeFile(path, zip({ 'config.json': text('{}') }));
    await expect(loadModel(path)).rejects.toThrow(`Cannot load ${path}: The zip archive has no "model.json"; `);
    await writeFile(path, zip({ 'model.json': text('{}'), 'b/model.json': text('{}') }));
    await expect(loadModel(path)).rejects.toThrow('has 2 files "model.json"');
    await writeFile(path, 'no archive');
    await expect(loadModel(path)).rejects.toThrow(FormatError);
  });
});

describe('TensorFlow.js models in one folder', () => {
  it('keep their weights to themselves', async () => {
    const at = await folder();
    const [first, second] = [await trained(), compileSmall(smallModel(), device)];
    await saveModel(first, join(at, 'first.json'));
    await saveModel(second, join(at, 'second.json'));
    await saveModel(first, join(at, 'first.json'));
    for (const [name, model] of Object.entries({ first, second })) {
      const { model: loaded } = await loadModel(join(at, `${name}.json`));
      expect(await loaded.getWeights()).toEqual(await model.getWeights());
    }
    expect((await readdir(at)).filter((name) => name.endsWith('.bin')).length).toBe(2);
  });

  it('are not removed because what they replace names them among its files of weights', async () => {
    const path = join(await folder(), 'model.json');
    const group = { paths: ['model.json', 'group1-shard1of1.bin'], weights: [] };
    await writeFile(path, JSON.stringify({ modelTopology: {}, weightsManifest: [group] }));
    const model = await trained();
    await saveModel(model, path);
    expect(await (await loadModel(path)).model.getWeights()).toEqual(await model.getWeights());
  });

  it('are refused where they are nested deeper than can be', async () => {
    const path = join(await folder(), 'model.json');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await writeFile(path, `{"modelTopology": {"model_config": ${deep}}, "weightsManifest": []}`);
    await expect(loadModel(path)).rejects.toThrow(`Cannot load ${path}: model.json is nested more than 256 deep.`);
  });
});

describe('formats that hold less', () => {
  it('refuse weights alone, and a model under a name for weights', async () => {
    const model = await trained();
    const to = await folder();
    for (const name of ['a.keras', 'a.onnx', 'a.zip', 'a/']) {
      await expect(saveWeights(model, join(to, name))).rejects.toThrow('this format has no form for weights alone');
    }
    await expect(saveModel(model, join(to, 'a.weights.h5'))).rejects.toThrow('it is a name for weights alone');
    expect(await readdir(to)).toEqual([]);
  });

  it('say that ONNX is only written', async () => {
    const path = join(await folder(), 'a.onnx');
    await saveModel(await trained(), path, { preprocessing: { classNames: ['cat'] } });
    expect((await readFile(path)).includes('{"classNames":["cat"]}')).toBe(true);
    await expect(loadModel(path)).rejects.toThrow('ONNX files are only written');
  });
});
