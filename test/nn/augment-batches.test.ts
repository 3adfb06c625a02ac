import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { batchSamples, type Dataset, datasetFromArrays } from '../../src/data/index.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { ShapeError, ValueError } from '../../src/errors.ts';
import {
  augmentBatches,
  Conv2D,
  Flatten,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  Rescaling,
  Sequential,
} from '../../src/nn/index.ts';

const device = new ReferenceDevice();
const layers = () => [new RandomFlip(), new RandomRotation({ factor: 0.2 }), new RandomContrast({ factor: 0.5 })];

/** 10 images of 4 by 5 bytes in batches of 4, 4 and 2. */
function bytes(): Dataset<Batch> {
  const x = Uint8Array.from({ length: 200 }, (_, i) => (i * 37) % 256);
  const y = Uint32Array.from({ length: 10 }, (_, i) => i);
  return batchSamples(datasetFromArrays({ x, xShape: [10, 4, 5, 1], y, yShape: [10] }), 4);
}

async function pass(batches: Dataset<Batch>): Promise<Batch[]> {
  const read: Batch[] = [];
  for await (const batch of batches) read.push(batch);
  return read;
}

describe('augmentBatches', () => {
  it('changes the images of each batch to floats and leaves labels and shapes alone', async () => {
    const original = await pass(bytes());
    const augmented = await pass(bytes().map(augmentBatches(layers(), { device, seed: 1 })));
    expect(augmented.map(({ xShape }) => xShape)).toEqual([
      [4, 4, 5, 1],
      [4, 4, 5, 1],
      [2, 4, 5, 1],
    ]);
    expect(augmented.map(({ y, yShape }) => [y, yShape])).toEqual(original.map(({ y, yShape }) => [y, yShape]));
    for (const [i, { x }] of augmented.entries()) {
      expect(x).toBeInstanceOf(Float32Array);
      expect(x).not.toEqual(Float32Array.from(original[i]?.x ?? []));
    }
  });

  it('gives the same for the same seed, with batches made one by one or side by side', async () => {
    const first = await pass(bytes().map(augmentBatches(layers(), { device, seed: 1 })));
    const second = await pass(bytes().map(augmentBatches(layers(), { device, seed: 1 }), { parallel: 3 }));
    expect(second).toEqual(first);
    const other = await pass(bytes().map(augmentBatches(layers(), { device, seed: 2 })));
    expect(other).not.toEqual(first);
  });

  it('changes the same images otherwise in another batch and another pass', async () => {
    const augment = augmentBatches(layers(), { device });
    const [batch] = await pass(bytes());
    const seen = new Set<string>();
    for (let i = 0; i < 5; i++) seen.add((await augment(batch as Batch)).x.join());
    expect(seen.size).toBe(5);
    const mapped = bytes().map(augmentBatches(layers(), { device }));
    expect(await pass(mapped)).not.toEqual(await pass(mapped));
  });

  it('takes a model, with other layers too, and floats', async () => {
    const model = new Sequential([new RandomFlip({ mode: 'horizontal' }), new Rescaling({ scale: 2 }), new Flatten()]);
    const augment = augmentBatches(model, { device });
    const { x, xShape } = await augment({ x: Float32Array.of(1, 2, 3, 4), xShape: [2, 1, 2, 1] });
    expect(xShape).toEqual([2, 2]);
    expect([...x.slice(0, 2)].sort()).toEqual([2, 4]);
    expect([...x.slice(2)].sort()).toEqual([6, 8]);
  });

  it('copies images where nothing is to be done', async () => {
    const x = Float32Array.of(1, 2);
    const copy = await augmentBatches([], { device })({ x, xShape: [1, 1, 2, 1] });
    expect(copy.x).toEqual(x);
  });

  it('refuses layers with weights, inputs that do not fit and wrong options', async () => {
    const batch = { x: new Float32Array(16), xShape: [1, 4, 4, 1] };
    const learning = augmentBatches([new Conv2D({ filters: 1, kernelSize: 3, name: 'conv' })], { device });
    await expect(learning(batch)).rejects.toThrow('augmentBatches: the layer "conv" has weights');
    const flip = augmentBatches([new RandomFlip()], { device });
    await expect(flip({ x: new Float32Array(4), xShape: [1, 4] })).rejects.toThrow(ShapeError);
    await expect(flip(batch)).resolves.toBeDefined();
    expect(() => augmentBatches([], { device, seed: 0.5 })).toThrow(ValueError);
    expect(() => augmentBatches([], { device, sead: 1 } as never)).toThrow(ValueError);
  });
});
