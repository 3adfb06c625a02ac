import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/data/batch.ts';
import { batchSamples, datasetFromArrays, type SampleArrays } from '../../../src/data/index.ts';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { Activation, Dense, Input } from '../../../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../../src/nn/losses/losses.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { balancedClassWeight } from '../../../src/nn/training/class-weights.ts';
import { linearModel, pairs, weightOf } from '../../support/linear-model.ts';

const device = new ReferenceDevice();

/** Outputs 1 and 2 with the targets 0 and 0: losses 1 and 4, gradients 2 and 8. */
const data = pairs([1, 2], [0, 0]);

describe('Sample weights', () => {
  const weighted: SampleArrays = { ...data, sampleWeights: Float32Array.of(3, 0.5) };

  it('weigh the losses, whose sum is divided by the number of samples', async () => {
    expect((await linearModel(device).evaluate(data))['loss']).toBe(2.5);
    expect((await linearModel(device).evaluate(weighted))['loss']).toBe(2.5); // (3·1 + 0.5·4) / 2
    const zero = { ...data, sampleWeights: Float32Array.of(0, 0.25) };
    expect((await linearModel(device).evaluate(zero))['loss']).toBe(0.5);
  });

  it('weigh the gradients', async () => {
    const model = linearModel(device);
    const { history } = await model.fit(weighted, { shuffle: false });
    expect(history['loss']).toEqual([2.5]);
    // Gradient (3·2 + 0.5·8) / 2 = 5, learning rate 0.1.
    expect(await weightOf(model)).toBeCloseTo(0.5, 6);
  });

  it('come with the samples of a data set, too', async () => {
    const batches = batchSamples(datasetFromArrays(weighted), 1);
    expect((await linearModel(device).evaluate(batches))['loss']).toBe(2.5);
  });

  it('weigh the metrics that are asked to be weighted', async () => {
    const labels: SampleArrays = { ...pairs([1, 2, -1, -1], [1, 1, 1, 0]), sampleWeights: Float32Array.of(1, 2, 4, 1) };
    const model = linearModel(device, { metrics: ['accuracy'], weightedMetrics: ['accuracy', 'acc'] });
    // Right are all but the third.
    expect(await model.evaluate(labels)).toMatchObject({ accuracy: 0.75, weighted_accuracy: 0.5, acc: 0.5 });
    const { sampleWeights: _, ...unweighted } = labels;
    expect(await model.evaluate(unweighted)).toMatchObject({ accuracy: 0.75, weighted_accuracy: 0.75, acc: 0.75 });
    expect(await model.evaluate({ ...labels, sampleWeights: new Float32Array(4) })).toMatchObject({ acc: 0, loss: 0 });
  });

  it('weigh all values of a sample where it has several', async () => {
    const model = new Sequential([new Input({ shape: [2, 1] }), new Activation({ activation: 'linear' })]);
    model.compile({ device, optimizer: 'sgd', loss: 'mse', weightedMetrics: ['mse'] });
    const images = { x: Float32Array.of(1, 2, 3, 4), xShape: [2, 2, 1], y: new Float32Array(4), yShape: [2, 2, 1] };
    // Squares 1, 4, 9 and 16 with the weights 2, 2, 0 and 0.
    const figures = await model.evaluate({ ...images, sampleWeights: Float32Array.of(2, 0) });
    expect(figures).toEqual({ loss: 2.5, mse: 2.5 });
  });

  it('are one for each sample', async () => {
    const [batch] = [{ ...data, y: data.y as Float32Array, sampleWeights: Float32Array.of(1) }];
    await expect(linearModel(device).evaluate([batch])).rejects.toThrow(
      'A batch has 1 sampleWeights for 2 samples; one for each is expected.',
    );
  });

  it('are not taken from lists, which are refused', async () => {
    const triple = [data.x, data.y, Float32Array.of(1, 2)];
    await expect(linearModel(device).fit([triple] as never)).rejects.toThrow(
      'fit got a list of 3 for a batch; an object { x, xShape, y, yShape } is expected, with sampleWeights where samples',
    );
  });
});

describe('Class weights', () => {
  it('weigh each sample by its class, and not the validation', async () => {
    const labels = pairs([1, 2], [0, 1]); // losses 1 and 1
    const model = linearModel(device, { optimizer: 'sgd' });
    const { history } = await model.fit(labels, { classWeight: { 1: 3 }, validationData: labels, shuffle: false });
    expect(history['loss']).toEqual([2]);
    // Gradient (1·2 + 3·4) / 2 = 7, learning rate 0.01: w = 0.93, losses 0.8649 and 0.7396.
    expect(history['val_loss'][0]).toBeCloseTo(0.80225, 5);
  });

  it('balance the classes as scikit-learn', async () => {
    expect(balancedClassWeight([0, 0, 0, 2])).toEqual({ 0: 4 / 6, 2: 2 });
    const labels = pairs([1, 1, 1, 2], [0, 0, 0, 1]); // losses of 1 each
    const { history } = await linearModel(device).fit(labels, { classWeight: 'balanced', batchSize: 2 });
    expect(history['loss'][0]).toBeGreaterThan(0);
    const one = linearModel(device);
    await one.fit(labels, { classWeight: 'balanced', shuffle: false });
    // Gradients 2, 2, 2 and 4 with the weights 2/3 and 2: 12 / 4 = 3.
    expect(await weightOf(one)).toBeCloseTo(0.7, 6);
    const batches = batchSamples(datasetFromArrays(labels), 4);
    const two = linearModel(device);
    await two.fit(batches, { classWeight: 'balanced' });
    expect(await weightOf(two)).toBeCloseTo(0.7, 6);
  });

  it('know class indices and one-hot rows', async () => {
    const classifier = (loss: 'mse' | SparseCategoricalCrossentropy) => {
      const model = new Sequential([new Input({ shape: [1] }), new Dense({ units: 2, name: 'd' })]);
      model.compile({ device, optimizer: 'sgd', loss });
      const kernel = { name: 'd/kernel', shape: [1, 2], data: Float32Array.of(0, 0) };
      model.setWeights([kernel, { name: 'd/bias', shape: [2], data: new Float32Array(2) }]);
      return model;
    };
    const x = { x: Float32Array.of(1, 1), xShape: [2, 1] };
    const classWeight = { 0: 1, 1: 3 };
    const sparse = classifier(new SparseCategoricalCrossentropy({ fromLogits: true }));
    const indices = await sparse.fit({ ...x, y: Uint32Array.of(0, 1), yShape: [2, 1] }, { classWeight });
    expect(indices.history['loss'][0]).toBeCloseTo(2 * Math.LN2, 6);
    const rows = await classifier('mse').fit({ ...x, y: Float32Array.of(1, 0, 0, 1), yShape: [2, 2] }, { classWeight });
    expect(rows.history['loss']).toEqual([1]);
  });

  it('cannot be counted in what gives its batches once, nor without labels', async () => {
    const batch: Batch = { ...pairs([1], [0]), y: Float32Array.of(0) };
    const batches = (function* () {
      yield batch;
    })();
    await expect(linearModel(device).fit(batches, { classWeight: 'balanced' })).rejects.toThrow(
      'a generator gives its batches once',
    );
    const unlabeled = [{ x: Float32Array.of(1), xShape: [1, 1] }] as unknown as Batch[];
    for (const classWeight of ['balanced', { 0: 2 }] as const) {
      await expect(linearModel(device).fit(unlabeled, { classWeight })).rejects.toThrow(
        'A batch has no labels (y); training and evaluation need them.',
      );
    }
  });

  it('are refused beside sample weights, and where they are wrong', async () => {
    const train = (classWeight: unknown, arrays: SampleArrays = data) =>
      linearModel(device).fit(arrays, { classWeight: classWeight as never });
    await expect(train({ 0: 2 }, { ...data, sampleWeights: Float32Array.of(1, 1) })).rejects.toThrow(
      'fit got a classWeight, but the data has sampleWeights, too. Give one of them.',
    );
    await expect(train({ cat: 1 })).rejects.toThrow('fit: classWeight has "cat": 1; class indices and numbers');
    await expect(train({ 0: -1 })).rejects.toThrow('fit: classWeight has "0": -1');
    await expect(train('auto')).rejects.toThrow('fit: classWeight is "auto"; "balanced" or weights by class index');
  });
});
