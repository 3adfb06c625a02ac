import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/data/batch.ts';
import { batchSamples, Dataset, datasetFromArrays, type SampleArrays } from '../../../src/data/index.ts';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { LambdaCallback } from '../../../src/nn/callbacks/lambda-callback.ts';
import { Add, Dense, Input, input } from '../../../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../../src/nn/losses/losses.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import type { FitOptions } from '../../../src/nn/training/fit-options.ts';
import { linearModel, pairs } from '../../support/linear-model.ts';

const device = new ReferenceDevice();

/** A sample whose loss is the square of its number, with a model that never learns. */
const numbers = (count: number): SampleArrays => {
  const x = Array.from({ length: count }, (_, i) => i + 1);
  return pairs(x, Array(count).fill(0));
};

const frozen = () => {
  const model = linearModel(device);
  model.compiled.optimizer.learningRate = 0;
  return model;
};

const batch = (value: number): Batch => ({ ...pairs([value], [0]), y: Float32Array.of(0) });

/** Batches with the losses 1, 4, 9, … */
function* batches(count = Infinity): Generator<Batch> {
  for (let value = 1; value <= count; value++) yield batch(value);
}

/** The losses of epochs, and how many batches each had. */
async function trained(data: Parameters<Sequential['fit']>[0], options: FitOptions = {}) {
  const counts: number[] = [];
  const counter = new LambdaCallback({
    onEpochBegin: () => void counts.push(0),
    onTrainBatchEnd: (index) => {
      counts[counts.length - 1] = index + 1;
    },
  });
  const { history } = await frozen().fit(data, { ...options, callbacks: [counter] });
  return { counts, history };
}

describe('Arrays', () => {
  it('are put into batches of 32', async () => {
    expect((await trained(numbers(70))).counts).toEqual([3]);
    expect((await trained(numbers(70), { batchSize: 7, epochs: 2 })).counts).toEqual([10, 10]);
  });

  it('are shuffled in each epoch anew, by the seed of compile, unless they are not to be', async () => {
    const orders = async (options: FitOptions, seed = 5) => {
      const model = linearModel(device, { seed });
      const seen: string[] = [];
      const spy = model.compiled.steps.train.bind(model.compiled.steps);
      model.compiled.steps.train = (one, totals) => {
        seen.push([...one.x].join());
        return spy(one, totals);
      };
      await model.fit(numbers(6), { batchSize: 6, ...options });
      return seen;
    };
    expect(await orders({ shuffle: false, epochs: 2 })).toEqual(['1,2,3,4,5,6', '1,2,3,4,5,6']);
    const shuffled = await orders({ epochs: 2 });
    expect(shuffled[1]).not.toBe(shuffled[0]);
    expect(await orders({ epochs: 2 })).toEqual(shuffled);
    expect(await orders({ epochs: 2, initialEpoch: 1 })).toEqual([shuffled[1]]);
    expect(await orders({ epochs: 1 }, 6)).not.toEqual([shuffled[0]]);
  });

  it('lose their last share to the validation, before they are shuffled', async () => {
    // 10 samples: the last 3 have the losses 64, 81 and 100.
    const { history } = await trained(numbers(10), { validationSplit: 0.3 });
    expect(history['val_loss'][0]).toBeCloseTo(245 / 3, 4);
    expect(history['loss'][0]).toBe(20); // (1 + … + 49) / 7
  });

  it('are taken for validation, evaluate and predict', async () => {
    const { history } = await trained(numbers(2), { validationData: numbers(3) });
    expect(history['val_loss'][0]).toBeCloseTo(14 / 3, 5);
    expect((await frozen().evaluate(numbers(3), { batchSize: 2 }))['loss']).toBeCloseTo(14 / 3, 5);
    const { x, xShape } = numbers(5);
    expect(await frozen().predict({ x, xShape }, { batchSize: 2 })).toEqual({ shape: [5, 1], data: x });
  });

  it('may hold class indices with an axis of one', async () => {
    const model = new Sequential([new Input({ shape: [1] }), new Dense({ units: 3 })]);
    model.compile({ device, optimizer: 'sgd', loss: new SparseCategoricalCrossentropy({ fromLogits: true }) });
    const x = { x: Uint8Array.of(1, 2), xShape: [2, 1] };
    const flat = await model.evaluate({ ...x, y: Uint8Array.of(2, 0), yShape: [2] });
    expect(await model.evaluate({ ...x, y: Uint8Array.of(2, 0), yShape: [2, 1] })).toEqual(flat);
  });

  it('have options that batches do not', async () => {
    await expect(trained(batches, { batchSize: 2 })).rejects.toThrow(
      'fit: batchSize is 2, but the data has batches already',
    );
    await expect(trained(batches, { shuffle: true })).rejects.toThrow('fit: shuffle is for arrays.');
    await expect(trained(batches, { validationSplit: 0.5 })).rejects.toThrow('fit: validationSplit is for arrays.');
    await expect(trained(numbers(3), { validationSplit: 0.99 })).rejects.toThrow('leaves 0 of 3 samples for training');
    await expect(trained(numbers(3), { validationSplit: 0.5, validationData: numbers(1) })).rejects.toThrow(
      'fit got both validationData and validationSplit. Give one of them.',
    );
    await expect(trained(numbers(3), { batchSize: 0 })).rejects.toThrow('fit: batchSize is 0; a positive integer');
  });
});

describe('Batches', () => {
  it('come from lists and functions, which give them anew for each epoch', async () => {
    expect((await trained([batch(1), batch(2)], { epochs: 2 })).history['loss']).toEqual([2.5, 2.5]);
    expect((await trained(() => batches(2), { epochs: 2 })).history['loss']).toEqual([2.5, 2.5]);
    const later = async function* () {
      yield batch(3);
    };
    expect((await trained(later)).history['loss']).toEqual([9]);
  });

  it('go on from one epoch to the next with stepsPerEpoch', async () => {
    const { history, counts } = await trained(batches, { epochs: 3, stepsPerEpoch: 2 });
    expect(history['loss']).toEqual([2.5, 12.5, 30.5]); // (1+4)/2, (9+16)/2, (25+36)/2
    expect(counts).toEqual([2, 2, 2]);
    expect((await trained(batches(), { epochs: 2, stepsPerEpoch: 2 })).history['loss']).toEqual([2.5, 12.5]);
  });

  it('begin anew where data ends within an epoch', async () => {
    const { history, counts } = await trained(
      Dataset.from(() => batches(3)),
      { epochs: 2, stepsPerEpoch: 4 },
    );
    expect(counts).toEqual([4, 4]);
    expect(history['loss']).toEqual([3.75, 4.5]); // 1 4 9 1, 4 9 1 4
    expect((await trained(numbers(3), { batchSize: 1, stepsPerEpoch: 5, shuffle: false })).history['loss']).toEqual([
      3.8,
    ]);
  });

  it('say so where they cannot begin anew', async () => {
    await expect(trained(batches(3), { stepsPerEpoch: 2, epochs: 2 })).rejects.toThrow(
      'fit: the data ran out after 1 of 2 batches of an epoch, and cannot be read anew. A generator gives its batches once',
    );
    await expect(trained(() => [], { stepsPerEpoch: 2 })).rejects.toThrow('fit: the data ran out after 0 of 2 batches');
  });

  it('need no steps where data without end knows its passes', async () => {
    const endless = Object.assign(Dataset.from(() => batches(3)).repeat(), { batchesPerPass: 3 });
    expect((await trained(endless, { epochs: 2 })).counts).toEqual([3, 3]);
  });

  it('are released when training ends or fails', async () => {
    let open = 0;
    const data = async function* () {
      open++;
      try {
        for (;;) yield batch(1);
      } finally {
        open--;
      }
    };
    await trained(data, { stepsPerEpoch: 2, validationData: data, validationSteps: 1 });
    expect(open).toBe(0);
    const fail = { onTrainBatchEnd: () => Promise.reject(new Error('enough')) };
    await expect(frozen().fit(data, { stepsPerEpoch: 2, callbacks: [fail] })).rejects.toThrow('enough');
    expect(open).toBe(0);
  });

  it('are validated from the beginning, for as many steps as there are', async () => {
    const options = { epochs: 2, validationSteps: 2 };
    expect((await trained([batch(1)], { ...options, validationData: batches })).history['val_loss']).toEqual([
      2.5, 2.5,
    ]);
    expect((await trained([batch(1)], { ...options, validationData: [batch(3)] })).history['val_loss']).toEqual([9, 9]);
    expect((await frozen().evaluate(batches, { steps: 3 }))['loss']).toBeCloseTo(14 / 3, 5);
    const { data } = await frozen().predict(batches, { steps: 3 });
    expect(data).toEqual(Float32Array.of(1, 2, 3));
  });

  it('are validated after some epochs only with validationFreq', async () => {
    const options = { epochs: 5, validationData: [batch(3)] };
    expect((await trained([batch(1)], { ...options, validationFreq: 2 })).history['val_loss']).toHaveLength(2);
    expect((await trained([batch(1)], { ...options, validationFreq: [1, 4, 5] })).history['val_loss']).toHaveLength(3);
  });

  it('are asked for where there are none', async () => {
    await expect(trained(undefined as never)).rejects.toThrow(
      'fit got undefined for data; a data set of batches, arrays',
    );
    await expect(trained({ x: new Float32Array(1) } as never)).rejects.toThrow('fit got an object without batches');
    const { x, xShape } = numbers(1);
    await expect(trained({ x, xShape } as never)).rejects.toThrow(
      'There are no labels (y); give one for each example.',
    );
    await expect(trained([{ x, xShape }] as never)).rejects.toThrow('A batch has no labels (y)');
  });
});

describe('Several inputs', () => {
  it('come with arrays and with batches', async () => {
    const inputs = [input({ shape: [1] }), input({ shape: [1] })];
    const model = new Model({ inputs, outputs: new Add().apply(inputs) });
    model.compile({ device, optimizer: 'sgd', loss: 'mae' });
    const second = { x: Uint8Array.of(10, 20, 30), xShape: [3, 1] };
    const arrays = { ...numbers(3), additionalInputs: [second] };
    expect((await model.fit(arrays, { batchSize: 2 })).history['loss']).toEqual([22]); // 11, 22 and 33
    expect((await model.evaluate(batchSamples(datasetFromArrays(arrays), 2)))['loss']).toBe(22);
    const { x, xShape } = arrays;
    const { data } = await model.predict({ x, xShape, additionalInputs: [second] }, { batchSize: 2 });
    expect(data).toEqual(Float32Array.of(11, 22, 33));
  });

  it('have as many samples each', async () => {
    const inputs = [input({ shape: [1] }), input({ shape: [1] })];
    const model = new Model({ inputs, outputs: new Dense({ units: 1 }).apply(new Add().apply(inputs)) });
    model.compile({ device, optimizer: 'sgd', loss: 'mse' });
    const one = { x: Float32Array.of(1), xShape: [1, 1] };
    const two = { ...one, x: Float32Array.of(1, 2), xShape: [2, 1], y: Float32Array.of(0, 0), yShape: [2, 1] };
    await expect(model.trainOnBatch({ ...two, additionalInputs: [one] })).rejects.toThrow(
      'The inputs of a batch have 2 and 1 samples; all need as many.',
    );
  });
});

describe('One batch', () => {
  it('is trained by, tested and predicted', async () => {
    const model = linearModel(device);
    expect(await model.testOnBatch(batch(2))).toEqual({ loss: 4 });
    expect(await model.trainOnBatch(batch(2))).toEqual({ loss: 4 });
    // w = 1 − 0.1 · 8 = 0.2
    expect((await model.predictOnBatch(batch(2))).data[0]).toBeCloseTo(0.4, 6);
    await expect(model.trainOnBatch([1] as never)).rejects.toThrow('trainOnBatch got a list of 1 for a batch');
  });
});
