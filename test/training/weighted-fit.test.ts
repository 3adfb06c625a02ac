import { describe, expect, it } from 'vitest';
import type { SampleArrays } from '../../src/data/arrays.ts';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { Conv2D, Dense, Flatten, Input } from '../../src/nn/layers/index.ts';
import { CategoricalCrossentropy } from '../../src/nn/losses/losses.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import type { Optimizer } from '../../src/nn/optimizers/optimizer.ts';
import { RMSprop } from '../../src/nn/optimizers/rmsprop.ts';
import { SGD } from '../../src/nn/optimizers/sgd.ts';
import { cpu } from '../support/cpu.ts';
import { gpu } from '../support/gpu.ts';

/** 11 noisy images in batches of 4, 4 and 3, with one-hot rows of two classes and weights from 0 to 2. */
function data(): SampleArrays {
  const random = seededRandom('weighted');
  return {
    x: Float32Array.from({ length: 11 * 5 * 5 }, () => random()),
    xShape: [11, 5, 5, 1],
    y: Float32Array.from({ length: 22 }, (_, i) => (((i >> 1) % 3 === 0) === (i % 2 === 0) ? 1 : 0)),
    yShape: [11, 2],
    sampleWeights: Float32Array.from({ length: 11 }, (_, i) => (i % 5) / 2),
  };
}

async function train(device: Device, optimizer: Optimizer) {
  const model = new Sequential([
    new Input({ shape: [5, 5, 1] }),
    new Conv2D({ filters: 3, kernelSize: 3, activation: 'relu' }),
    new Flatten(),
    new Dense({ units: 2 }),
  ]);
  const loss = new CategoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 });
  model.compile({ device, optimizer, loss, metrics: ['mae'], weightedMetrics: ['accuracy', 'precision'], seed: 4 });
  const { history } = await model.fit(data(), { epochs: 3, batchSize: 4, validationData: data() });
  return { history, weights: (await model.getWeights()).flatMap((weight) => [...weight.data]) };
}

describe.each([
  ['gpu', gpu],
  ['cpu', cpu],
] as const)('a weighted fit on %s', (_name, open) => {
  it.each([
    ['clipNorm', () => new Adam({ learningRate: 0.01, clipNorm: 0.1, weightDecay: 0.1 })],
    ['globalClipNorm', () => new SGD({ learningRate: 0.1, globalClipNorm: 0.05, momentum: 0.9, weightDecay: 0.1 })],
    ['clipValue', () => new RMSprop({ learningRate: 0.001, clipValue: 0.01, weightDecay: 0.1 })],
  ])('is that of the reference loops, with %s and weight decay', async (_option, optimizer) => {
    const fast = await train(await open(), optimizer());
    const loops = await train(new ReferenceDevice(), optimizer());
    for (const [name, values] of Object.entries(loops.history)) {
      for (const [epoch, value] of values.entries()) expect(fast.history[name][epoch]).toBeCloseTo(value, 4);
    }
    for (const [i, value] of loops.weights.entries()) expect(fast.weights[i]).toBeCloseTo(value, 4);
  });
});
