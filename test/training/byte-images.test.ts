import { describe, expect, it } from 'vitest';
import { datasetFromArrays } from '../../src/data/arrays.ts';
import { batchSamples } from '../../src/data/batch.ts';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { Conv2D, Dense, Flatten, Input, Rescaling } from '../../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../src/nn/losses/losses.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { gpu } from '../support/gpu.ts';

const COUNT = 11;
const SHAPE = [3, 5, 3];

/** Images of 45 bytes, which fill no whole words, in batches of 4 and a last one of 3. */
function batches(asFloats: boolean) {
  const random = seededRandom('bytes');
  const bytes = Uint8Array.from({ length: COUNT * 45 }, () => Math.floor(256 * random()));
  const y = Uint32Array.from({ length: COUNT }, (_, i) => i % 2);
  const x = asFloats ? Float32Array.from(bytes) : bytes;
  return batchSamples(datasetFromArrays({ x, xShape: [COUNT, ...SHAPE], y, yShape: [COUNT] }), 4);
}

async function trained(device: Device, asFloats: boolean) {
  const model = new Sequential([
    new Input({ shape: SHAPE }),
    new Rescaling({ scale: 1 / 255 }),
    new Conv2D({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
    new Flatten(),
    new Dense({ units: 2 }),
  ]);
  const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ device, optimizer: 'adam', loss, metrics: ['accuracy'], seed: 5 });
  const data = batches(asFloats);
  const { history } = await model.fit(data, { epochs: 2, validationData: data });
  const weights = (await model.getWeights()).map((weight) => weight.data);
  return { history, weights, evaluated: await model.evaluate(data), predicted: await model.predict(data) };
}

describe('images as bytes', () => {
  it.each([
    ['the GPU', gpu],
    ['the reference loops', async () => new ReferenceDevice()],
  ])('train, evaluate and predict to the same bits as floats on %s', async (_name, open) => {
    const device = await open();
    const byBytes = await trained(device, false);
    expect(byBytes).toEqual(await trained(device, true));
    expect(byBytes.predicted.shape).toEqual([COUNT, 2]);
  });
});
