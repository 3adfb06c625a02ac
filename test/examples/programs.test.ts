import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { monkeypox, monkeypoxNetwork } from '../../examples/s0-monkeypox.ts';
import { sigmoidOrRelu } from '../../examples/s0-sigmoid-or-relu.ts';
import { sneakers } from '../../examples/s1-sneakers.ts';
import { cifar10 } from '../../examples/s3-cifar10.ts';
import { catsVsDogs, catsVsDogsNetwork } from '../../examples/s4-cats-vs-dogs.ts';
import { type Batch, countParameters, type Dataset, type Model } from '../../src/index.ts';
import { loadModel, loadWeights } from '../../src/node/index.ts';
import { cpu } from '../support/cpu.ts';
import { cifar10Classes, writePhotoFolders } from '../support/photo-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(console, 'table').mockImplementation(() => {});
vi.spyOn(process.stdout, 'write').mockImplementation(() => true);

const isPicture = async (path: string): Promise<boolean> => {
  const bytes = await readFile(path);
  return bytes.length > 2000 && bytes.subarray(1, 4).toString() === 'PNG';
};

const outputs = async (model: Model, data: Dataset<Batch>) => Array.from((await model.predict(data)).data);

/** Compiled for predictions only. */
async function ready<M extends Model>(model: M): Promise<M> {
  model.compile({ device: await cpu(), optimizer: 'sgd', loss: 'mse' });
  return model;
}

it('s4: dropout adds no parameters', () => {
  const model = catsVsDogsNetwork([150, 150], { dropout: true });
  expect(countParameters(model.weightSpecs)).toEqual({ total: 3453121, trainable: 3453121, nonTrainable: 0 });
});

it('s0: one folder with two classes; the best weights come back from their file', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const classes = { Monkeypox: 'cats', Others: 'dogs' };
  await writePhotoFolders(data, { archive: 'cats-dogs', part: 'train', classes, count: 40 });
  const imageSize = [64, 64] as const;
  const { history, validation } = await monkeypox({ data, out, device: await cpu(), epochs: 3, imageSize });
  expect(Object.keys(history.history).sort()).toEqual(['accuracy', 'learningRate', 'loss', 'val_accuracy', 'val_loss']);
  expect(history.epoch).toEqual([0, 1, 2]);
  expect(await isPicture(join(out, 'history.png'))).toBe(true);
  expect(await isPicture(join(out, 'images.png'))).toBe(true);
  const best = monkeypoxNetwork(imageSize);
  await loadWeights(best, join(out, 'best_model.h5'));
  best.compile({ device: await cpu(), optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const { accuracy } = await best.evaluate(validation);
  expect(accuracy).toBeCloseTo(Math.max(...(history.history['val_accuracy'] as number[])), 6);
});

it('s0: sigmoid and ReLU side by side', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const classes = { Monkeypox: 'cats', Others: 'dogs' };
  await writePhotoFolders(data, { archive: 'cats-dogs', part: 'train', classes, count: 20 });
  const { results } = await sigmoidOrRelu({ data, out, device: await cpu(), epochs: 2, imageSize: [64, 64] });
  expect(results.map(({ lastHidden }) => lastHidden)).toEqual(['relu', 'sigmoid']);
  for (const { accuracy, loss, history } of results) {
    expect(accuracy).toBe(history.history['val_accuracy']?.at(-1));
    expect(loss).toBe(history.history['val_loss']?.at(-1));
  }
  expect(await isPicture(join(out, 'sigmoid-or-relu.png'))).toBe(true);
});

it('s1: folders for training and test; one image predicted with the best weights', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const classes = { adidas: 'cats', nike: 'dogs' };
  await writePhotoFolders(join(data, 'train'), { archive: 'cats-dogs', part: 'train', classes, count: 32 });
  await writePhotoFolders(join(data, 'test'), { archive: 'cats-dogs', part: 'test', classes, count: 8 });
  const { history, predicted, classNames } = await sneakers({
    data,
    out,
    device: await cpu(),
    epochs: 3,
    imageSize: [64, 64],
  });
  expect(classNames).toEqual(['adidas', 'nike']);
  expect(classNames).toContain(predicted);
  // Two steps an epoch: the schedule's first fall, at step 50, is far away.
  expect(history.history['learningRate']).toEqual([1e-4, 1e-4, 1e-4]);
  expect(await isPicture(join(out, 'history.png'))).toBe(true);
});

it('s3: arrays; the evaluation equals the last validation', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const source = { archive: 'cifar10-jpeg', classes: cifar10Classes } as const;
  await writePhotoFolders(join(data, 'train'), { ...source, part: 'train', count: 40 });
  await writePhotoFolders(join(data, 'test'), { ...source, part: 'test', count: 10 });
  const { history, evaluation } = await cifar10({ data, out, device: await cpu(), epochs: 2 });
  expect(evaluation).toEqual({
    loss: history.history['val_loss']?.at(-1),
    accuracy: history.history['val_accuracy']?.at(-1),
  });
  const [first, last] = history.history['loss'] as number[];
  expect(last).toBeLessThan(first as number);
  expect(await isPicture(join(out, 'accuracy.png'))).toBe(true);
});

it('s4: generators that wrap round; saved models predict the same and train on', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const classes = { cats: 'cats', dogs: 'dogs' };
  await writePhotoFolders(join(data, 'train'), { archive: 'cats-dogs', part: 'train', classes, count: 30 });
  await writePhotoFolders(join(data, 'validation'), { archive: 'cats-dogs', part: 'test', classes, count: 12 });
  const result = await catsVsDogs({
    data,
    out,
    device: await cpu(),
    epochs: 2,
    augmentedEpochs: 2,
    imageSize: [74, 74],
    // 60 images: three batches of 20 and two of 32 are a pass.
    stepsPerEpoch: 5,
    validationSteps: 2,
  });
  expect(Object.keys(result.history.history)).toEqual(['loss', 'acc', 'learningRate', 'val_loss', 'val_acc']);
  for (const [model, file] of [
    [result.plain, 'cats_and_dogs_small_1.h5'],
    [result.model, 'cats_and_dogs_small_2.h5'],
  ] as const) {
    const { model: loaded } = await loadModel(join(out, file));
    const state = await model.getOptimizerState();
    expect((await loaded.getOptimizerState())?.step).toBe(10);
    expect((await loaded.getOptimizerState())?.slots.map(({ data: slot }) => slot)).toEqual(
      state?.slots.map(({ data: slot }) => slot),
    );
    expect(await outputs(await ready(loaded), result.validation)).toEqual(await outputs(model, result.validation));
  }
  for (const name of ['plain-acc', 'plain-loss', 'augmented-acc', 'augmented-loss']) {
    expect(await isPicture(join(out, `${name}.png`))).toBe(true);
  }
});
