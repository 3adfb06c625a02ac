import { describe, expect, it } from 'vitest';
import type { SampleArrays } from '../../src/data/arrays.ts';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import {
  Add,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  Dense,
  Dropout,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  input,
  LayerNormalization,
  Maximum,
  Multiply,
  Normalization,
  ReLU,
  Resizing,
  SeparableConv2D,
  SpatialDropout2D,
  UpSampling2D,
} from '../../src/nn/layers/index.ts';
import { Model } from '../../src/nn/models/model.ts';
import { cpu } from '../support/cpu.ts';
import { gpu } from '../support/gpu.ts';

/** 7 noisy images of two kinds, in batches of 4 and 3. */
function data(): SampleArrays {
  const random = seededRandom('branches');
  return {
    x: Float32Array.from({ length: 7 * 8 * 6 * 3 }, () => random()),
    xShape: [7, 8, 6, 3],
    y: Uint32Array.from({ length: 7 }, (_, i) => i % 2),
    yShape: [7],
  };
}

/** One of each: a residual block, one that weighs its channels, one that goes down and up again. */
function branching(): Model {
  const images = input({ shape: [8, 6, 3] });
  const normalized = new Normalization({ mean: 0.5, variance: [0.1, 0.08, 0.09] }).apply(images);
  const first = new Conv2D({ filters: 8, kernelSize: 3, padding: 'same', activation: 'hardSwish' }).apply(normalized);

  const separable = new SeparableConv2D({ filters: 8, kernelSize: 3, padding: 'same' }).apply(first);
  const dropped = new Dropout({ rate: 0.4, noiseShape: [null, 1, 1, 1] }).apply(separable);
  const residual = new ReLU({ maxValue: 2, negativeSlope: 0.1 }).apply(new Add().apply([first, dropped]));

  const squeezed = new GlobalAveragePooling2D({ keepdims: true }).apply(residual);
  const excited = new Dense({ units: 8, activation: 'hardSigmoid' }).apply(squeezed);
  const weighed = new Multiply().apply([residual, excited]);

  const down = new Resizing({ height: 4, width: 3 }).apply(weighed);
  const up = new Conv2DTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }).apply(down);
  const wide = new UpSampling2D({ interpolation: 'bilinear' }).apply(down);
  const joined = new SpatialDropout2D({ rate: 0.25 }).apply(new Concatenate().apply([weighed, up, wide]));

  const pooled = new Maximum().apply([
    new GlobalMaxPooling2D().apply(joined),
    new LayerNormalization().apply(new GlobalAveragePooling2D().apply(joined)),
  ]);
  return new Model({ inputs: images, outputs: new Dense({ units: 2, activation: 'softmax' }).apply(pooled) });
}

async function train(device: Device) {
  const model = branching();
  model.compile({ device, optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', seed: 4 });
  const { history } = await model.fit(data(), { epochs: 3, batchSize: 4, validationData: data() });
  return { history, weights: (await model.getWeights()).flatMap((weight) => [...weight.data]) };
}

describe.each([
  ['gpu', gpu],
  ['cpu', cpu],
] as const)('a model with branches on %s', (_name, open) => {
  it('learns as with the reference loops', async () => {
    const fast = await train(await open());
    const loops = await train(new ReferenceDevice());
    for (const [name, values] of Object.entries(loops.history)) {
      for (const [epoch, value] of values.entries()) expect(fast.history[name][epoch]).toBeCloseTo(value, 4);
    }
    for (const [i, value] of loops.weights.entries()) expect(fast.weights[i]).toBeCloseTo(value, 3);
  });
});
