import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { FormatError, NotCompiledError } from '../../src/errors.ts';
import type { NamedArray } from '../../src/formats/named-array.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors.ts';
import { Add, BatchNormalization, Conv2D, Dense, Flatten, Input, input } from '../../src/nn/layers/index.ts';
import { MeanSquaredError } from '../../src/nn/losses/regression-losses.ts';
import { Accuracy } from '../../src/nn/metrics/metrics.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { loadModel, loadWeights, saveModel, saveWeights } from '../../src/node/model-file.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

/** A trained model in a file. */
async function trained() {
  const model = compileSmall(smallModel(), device);
  await model.fit(smallData(), { epochs: 2 });
  const path = join(await folder(), 'model.safetensors');
  await saveModel(model, path, { preprocessing: { classNames: ['a', 'b', 'ç'], imageSize: [6, 6] } });
  return { model, path };
}

/** Rewrites a saved file with other metadata or tensors. */
async function damage(
  path: string,
  change: (file: { arrays: NamedArray[]; metadata: Record<string, string> }) => void,
): Promise<void> {
  const { tensors, metadata } = decodeSafetensors(new Uint8Array(await readFile(path)));
  const file = { arrays: [...tensors.values()], metadata: { ...metadata } };
  change(file);
  await writeFile(path, encodeSafetensors(file.arrays, file.metadata));
}

describe('saveModel and loadModel', () => {
  it('give a model that predicts the same, bit for bit', async () => {
    const { model, path } = await trained();
    const { model: loaded, preprocessing } = await loadModel(path);
    expect(preprocessing).toEqual({ classNames: ['a', 'b', 'ç'], imageSize: [6, 6] });
    expect(loaded.layers.map(({ className, givenName }) => [className, givenName])).toEqual([
      ['Conv2D', 'conv2d'],
      ['BatchNormalization', 'batch_normalization'],
      ['MaxPooling2D', 'max_pooling2d'],
      ['Dropout', 'dropout'],
      ['Flatten', 'flatten'],
      ['Dense', 'scores'],
    ]);
    expect(loaded.name).toBe('small');
    expect(loaded.summary()).toBe(model.summary());
    expect(loaded.isCompiled).toBe(false);
    compileSmall(loaded, device);
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
    expect(await loaded.predict(smallData())).toEqual(await model.predict(smallData()));
  });

  it('give a model that goes on training as if it had not been interrupted', async () => {
    const { model, path } = await trained();
    await model.fit(smallData(), { epochs: 4, initialEpoch: 2 });

    const { model: loaded } = await loadModel(path);
    compileSmall(loaded, device);
    await loaded.fit(smallData(), { epochs: 4, initialEpoch: 2 });
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
    expect(await loaded.getOptimizerState()).toEqual(await model.getOptimizerState());
    expect((await loaded.getOptimizerState())?.step).toBe(12);
  });

  it('keep the state of the optimizer when a loaded model is saved again without compiling it', async () => {
    const { path } = await trained();
    const { model, preprocessing } = await loadModel(path);
    await saveModel(model, `${path}.copy`, { preprocessing });
    expect(await readFile(`${path}.copy`)).toEqual(await readFile(path));
  });

  it('give back how the model was compiled', async () => {
    const { path } = await trained();
    const { optimizer, loss, metrics } = (await loadModel(path)).compileOptions;
    expect(optimizer).toBeInstanceOf(Adam);
    expect(loss).toBeInstanceOf(MeanSquaredError);
    expect(metrics).toEqual([new Accuracy()]);
  });

  it('read files of the first cnn-gpu, which have no more of the optimizer than its name', async () => {
    const { model, path } = await trained();
    await damage(path, ({ metadata }) => {
      metadata['training'] = '{"optimizer":"adam","step":6}';
      metadata['model'] = JSON.stringify(smallModel().config());
    });
    const { model: loaded, compileOptions } = await loadModel(path);
    expect(compileOptions.optimizer).toBeInstanceOf(Adam);
    await saveModel(loaded, `${path}.copy`);
    const again = compileSmall((await loadModel(`${path}.copy`)).model, device);
    expect(await again.getOptimizerState()).toEqual(await model.getOptimizerState());
  });

  it('keep functional models with nested ones, which go on training', async () => {
    const x = input({ shape: [6, 6, 1] });
    const inner = new Sequential([new Conv2D({ filters: 2, kernelSize: 3 }), new BatchNormalization()], {
      name: 'optimizer',
    });
    const merged = new Add().apply([inner.apply(x), new Conv2D({ filters: 2, kernelSize: 3, name: 'b' }).apply(x)]);
    const model = new Model({ inputs: x, outputs: new Dense({ units: 3 }).apply(new Flatten().apply(merged)) });
    compileSmall(model, device);
    await model.fit(smallData(), { epochs: 1 });
    const path = join(await folder(), 'model.safetensors');
    await saveModel(model, path);
    const loaded = compileSmall((await loadModel(path)).model, device);
    expect(await loaded.predict(smallData())).toEqual(await model.predict(smallData()));
    await model.fit(smallData(), { epochs: 2, initialEpoch: 1 });
    await loaded.fit(smallData(), { epochs: 2, initialEpoch: 1 });
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
    expect(await loaded.getOptimizerState()).toEqual(await model.getOptimizerState());
  });

  it('start another optimizer afresh', async () => {
    const { path } = await trained();
    const { model } = await loadModel(path);
    compileSmall(model, device, 'sgd');
    expect(await model.getOptimizerState()).toEqual({ optimizer: 'sgd', step: 0, slots: [] });
  });

  it('name tensors by layer and weight, and the state beside them', async () => {
    const { path } = await trained();
    const { tensors, metadata } = decodeSafetensors(new Uint8Array(await readFile(path)));
    expect([...tensors.keys()].filter((name) => !name.startsWith('optimizer/'))).toEqual([
      'conv2d/kernel',
      'conv2d/bias',
      'batch_normalization/gamma',
      'batch_normalization/beta',
      'batch_normalization/movingMean',
      'batch_normalization/movingVariance',
      'scores/kernel',
      'scores/bias',
    ]);
    expect(tensors.get('optimizer/scores/bias/m')?.shape).toEqual([3]);
    expect(tensors.has('optimizer/batch_normalization/movingMean/m')).toBe(false);
    expect(metadata['format']).toBe('cnn-gpu model');
    expect(metadata['version']).toBe('1');
    expect(JSON.parse(metadata['training'])).toEqual({
      optimizer: 'adam',
      step: 6,
      options: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      loss: { className: 'MeanSquaredError', config: {} },
      metrics: ['accuracy'],
    });
  });

  it('refuse a model without weights, and leave nothing behind', async () => {
    const path = join(await folder(), 'model.safetensors');
    await expect(saveModel(smallModel(), path)).rejects.toThrow(NotCompiledError);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('give a model without preprocessing an empty one', async () => {
    const path = join(await folder(), 'm.safetensors');
    await saveModel(compileSmall(smallModel(), device), path);
    expect((await loadModel(path)).preprocessing).toEqual({});
  });
});

describe('saveWeights and loadWeights', () => {
  it('carry the weights to another model, compiled or not', async () => {
    const { model, path } = await trained();
    await saveWeights(model, `${path}.weights`);
    const compiled = compileSmall(smallModel(), device);
    await loadWeights(compiled, `${path}.weights`);
    expect(await compiled.getWeights()).toEqual(await model.getWeights());
    const later = smallModel();
    await loadWeights(later, `${path}.weights`);
    expect(await compileSmall(later, device).getWeights()).toEqual(await model.getWeights());
  });

  it('take the weights of a saved model', async () => {
    const { model, path } = await trained();
    const other = compileSmall(smallModel(), device);
    await loadWeights(other, path);
    expect(await other.getWeights()).toEqual(await model.getWeights());
    expect((await other.getOptimizerState())?.step).toBe(0);
  });

  it('refuse weights that do not fit, and leave the model as it was', async () => {
    const { path } = await trained();
    const model = new Sequential([new Input({ shape: [4] }), new Dense({ units: 3, name: 'scores' })]);
    model.compile({ device, optimizer: 'adam', loss: 'mse' });
    const before = await model.getWeights();
    await expect(loadWeights(model, path)).rejects.toThrow(
      `Cannot load ${path}: Its weights do not fit the model: weight "scores/kernel": is [16, 3] in what is loaded; the model "sequential" has [4, 3].`,
    );
    expect(await model.getWeights()).toEqual(before);
  });

  it('refuse weights without one, and with one too many', async () => {
    const { model, path } = await trained();
    await saveWeights(model, path);
    await damage(path, ({ arrays }) => arrays.pop());
    await expect(loadWeights(smallModel(), path)).rejects.toThrow('have none for "scores/bias"');
    await damage(path, ({ arrays }) => {
      arrays.push(
        { name: 'scores/bias', shape: [3], data: new Float32Array(3) },
        { name: 'scores/extra', shape: [1], data: new Float32Array(1) },
      );
    });
    await expect(loadWeights(smallModel(), path)).rejects.toThrow('has no weight "scores/extra"');
  });
});

describe('loadModel with other files', () => {
  it('says when it holds weights alone', async () => {
    const { model, path } = await trained();
    await saveWeights(model, path);
    await expect(loadModel(path)).rejects.toThrow(
      'It holds weights without a model. Make the model and call loadWeights',
    );
  });

  it.each<[string, (file: { arrays: NamedArray[]; metadata: Record<string, string> }) => void, string]>([
    ['other metadata', ({ metadata }) => delete metadata['format'], 'was not saved by cnn-gpu'],
    [
      'another format',
      ({ metadata }) => (metadata['format'] = 'pt'),
      'Its format is "pt"; "cnn-gpu model" or "cnn-gpu weights" is expected.',
    ],
    [
      'another version',
      ({ metadata }) => (metadata['version'] = '2'),
      'It is version 2 of the format; this cnn-gpu reads version 1.',
    ],
    ['no version', ({ metadata }) => delete metadata['version'], 'It is version unknown of the format'],
    ['no model', ({ metadata }) => delete metadata['model'], 'Its metadata has no "model"; the file is damaged.'],
    ['half a model', ({ metadata }) => (metadata['model'] = '{"className":'), 'Its metadata "model" is not valid JSON'],
    [
      'another model',
      ({ metadata }) => (metadata['model'] = '{"className":"Sequential","layers":[]}'),
      'does not know its input',
    ],
    [
      'text for preprocessing',
      ({ metadata }) => (metadata['preprocessing'] = '"a"'),
      'preprocessing in the file is no JSON object',
    ],
    [
      'no steps',
      ({ metadata }) => (metadata['training'] = '{"optimizer":"adam"}'),
      '"training" has no optimizer and step',
    ],
    [
      'half a step',
      ({ metadata }) => (metadata['training'] = '{"optimizer":"adam","step":0.5}'),
      'has taken 0.5 steps',
    ],
    ['no training', ({ metadata }) => delete metadata['training'], 'but not its name and steps ("training")'],
    ['a missing weight', ({ arrays }) => arrays.shift(), 'have none for "conv2d/kernel"'],
    ['a missing slot', ({ arrays }) => arrays.pop(), 'state has no "scores/bias/v"'],
    [
      'a slot of another shape',
      ({ arrays }) => arrays.splice(-1, 1, { name: 'optimizer/scores/bias/v', shape: [2], data: new Float32Array(2) }),
      'state "scores/bias/v" is [2]; the weight "scores/bias" has [3].',
    ],
    [
      'a slot of no weight',
      ({ arrays }) => arrays.push({ name: 'optimizer/scores/gain/v', shape: [1], data: new Float32Array(1) }),
      'has no weight "optimizer/scores/gain/v"',
    ],
    [
      'integers',
      ({ arrays }) => arrays.splice(0, 1, { name: 'conv2d/kernel', shape: [3, 3, 1, 4], data: new Uint32Array(36) }),
      'The tensor "conv2d/kernel" [3, 3, 1, 4] holds integers; 32-bit floats are expected.',
    ],
  ])('refuses a file with %s', async (_, change, message) => {
    const { path } = await trained();
    await damage(path, (file) => void change(file));
    const error = await loadModel(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toContain(`Cannot load ${path}: `);
    expect((error as Error).message).toContain(message);
  });

  it('refuses a truncated file, another file and a missing one', async () => {
    const { path } = await trained();
    const bytes = await readFile(path);
    for (const length of [0, 7, 100, bytes.length - 4]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(loadModel(path)).rejects.toThrow(FormatError);
    }
    await writeFile(path, 'no model at all');
    await expect(loadModel(path)).rejects.toThrow(FormatError);
    await writeFile(path, '\n<!DOCTYPE html><title>404</title>');
    await expect(loadModel(path)).rejects.toThrow(`Cannot load ${path}: It is a web page, not a model.`);
    await writeFile(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n');
    await expect(loadModel(path)).rejects.toThrow('It is a pointer of Git LFS, not the model itself.');
    await expect(loadModel(`${path}.missing`)).rejects.toThrow('does not exist');
  });
});
