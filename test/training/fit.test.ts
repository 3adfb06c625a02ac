import { describe, expect, it } from 'vitest';
import { datasetFromArrays } from '../../src/data/arrays.ts';
import { batchSamples } from '../../src/data/batch.ts';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D } from '../../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../src/nn/losses/losses.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { gpu } from '../support/gpu.ts';

/** Images of 9×7 with 2 channels in three classes: noise with a bright corner that tells the class. 20 batches. */
function examples(count: number) {
  const random = seededRandom('examples');
  const [height, width, channels] = [9, 7, 2];
  const x = Float32Array.from({ length: count * height * width * channels }, () => random());
  const y = Uint32Array.from({ length: count }, () => Math.floor(random() * 3));
  for (let n = 0; n < count; n++) {
    const [row, column] = [
      [0, 0],
      [0, 4],
      [6, 2],
    ][y[n]] as [number, number];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) x[((n * height + row + i) * width + column + j) * channels] += 1;
    }
  }
  return datasetFromArrays({ x, xShape: [count, height, width, channels], y, yShape: [count] });
}

function compiledModel(device: Device, seed = 3): Sequential {
  const model = new Sequential([
    new Input({ shape: [9, 7, 2] }),
    new Conv2D({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
    new BatchNormalization(),
    new MaxPooling2D({ poolSize: 2, padding: 'same' }),
    new Dropout({ rate: 0.25 }),
    new Flatten(),
    new Dense({ units: 8, activation: 'relu' }),
    new Dense({ units: 3 }),
  ]);
  const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ device, optimizer: new Adam({ learningRate: 0.01 }), loss, metrics: ['accuracy'], seed });
  return model;
}

/** Loss after each of `steps` steps of a whole `fit`, one step an epoch. */
async function lossCurve(device: Device, steps: number): Promise<{ losses: number[]; weights: Float32Array[] }> {
  const model = compiledModel(device);
  const { history } = await model.fit(batchSamples(examples(16), 16), { epochs: steps });
  const weights = await model.getWeights();
  return { losses: history['loss'], weights: weights.map(({ data }) => data) };
}

describe('a whole fit: convolution, batch norm, pooling, dropout, dense, Adam', () => {
  it('has the same losses on the GPU as with the reference loops, over 20 steps', async () => {
    const onGpu = await lossCurve(await gpu(), 20);
    const byLoops = await lossCurve(new ReferenceDevice(), 20);
    // Each step adds roundings of about 2^-24 to weights near 1, and Adam divides by gradients that may be small:
    // 20 steps of 100 roundings each stay below 20 · 100 · 2^-24 = 1.2e-4.
    const worst = Math.max(...onGpu.losses.map((loss, i) => Math.abs(loss - byLoops.losses[i])));
    expect(onGpu.losses).toHaveLength(20);
    expect(worst).toBeLessThan(1.2e-4);
    expect(onGpu.losses[19]).toBeLessThan(onGpu.losses[0] / 2);
  });

  it('ends with the same bits when run twice with one seed, and others with another seed', async () => {
    const device = await gpu();
    const [first, second] = [await lossCurve(device, 5), await lossCurve(device, 5)];
    expect(second).toEqual(first);
    const model = compiledModel(device, 4);
    await model.fit(batchSamples(examples(16), 16), { epochs: 5 });
    expect((await model.getWeights())[0]?.data).not.toEqual(first.weights[0]);
  });

  it('ends with the same bits when its data comes in batches of two shapes', async () => {
    const train = async () => {
      const model = compiledModel(await gpu());
      await model.fit(batchSamples(examples(40), 16), { epochs: 3 });
      return (await model.getWeights()).map(({ data }) => data);
    };
    expect(await train()).toEqual(await train());
  });
});

it('evaluate gives the figures of the last validation exactly, and predict the argmax they count', async () => {
  const model = compiledModel(await gpu());
  const data = batchSamples(examples(50), 16);
  const { history } = await model.fit(data, { epochs: 2, validationData: data });
  const figures = await model.evaluate(data);
  expect(figures['loss']).toBe(history['val_loss']?.[1]);
  expect(figures['accuracy']).toBe(history['val_accuracy']?.[1]);
  const { data: logits, shape } = await model.predict(data);
  expect(shape).toEqual([50, 3]);
  let hits = 0;
  let row = 0;
  for await (const { y } of data) {
    for (const label of y) {
      const scores = logits.subarray(row * 3, row * 3 + 3);
      if (scores.indexOf(Math.max(...scores)) === label) hits++;
      row++;
    }
  }
  expect(figures['accuracy']).toBeCloseTo(hits / 50, 6);
});
