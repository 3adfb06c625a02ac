import { describe, expect, it } from 'vitest';
import { Dataset } from '../../src/data/index.ts';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import {
  augmentBatches,
  Conv2D,
  Dense,
  Flatten,
  Input,
  RandomBrightness,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  Rescaling,
  Sequential,
} from '../../src/nn/index.ts';
import { cpu } from '../support/cpu.ts';
import { gpu } from '../support/gpu.ts';

const augmentation = () =>
  new Sequential([
    new RandomFlip(),
    new RandomRotation({ factor: 0.2 }),
    new RandomContrast({ factor: 1 }),
    new RandomZoom({ heightFactor: 0.5, widthFactor: 0.2 }),
    new RandomTranslation({ heightFactor: 0.3, widthFactor: 0.5, fillMode: 'wrap' }),
    new RandomBrightness({ factor: 0.1 }),
  ]);

/** A smooth picture, since neighboring pixels are mixed by coordinates that are rounded otherwise on each device. */
const picture = Float32Array.from({ length: 6 * 17 * 23 * 3 }, (_, i) => {
  const pixel = Math.floor(i / 3);
  return 128 + 60 * Math.sin((pixel % 23) / 4 + (i % 3)) + 60 * Math.cos(Math.floor(pixel / 23) / 5);
});
const batch = { x: picture, xShape: [6, 17, 23, 3] };

describe.each<[string, () => Promise<Device>]>([
  ['cpu', cpu],
  ['webgpu', gpu],
])('augmentation on %s', (_kind, open) => {
  it('gives the images that the loops give, batch after batch', async () => {
    const expected = augmentBatches(augmentation(), { device: new ReferenceDevice(), seed: 5 });
    const actual = augmentBatches(augmentation(), { device: await open(), seed: 5 });
    for (let number = 0; number < 3; number++) {
      const { x } = await actual(batch);
      const should = (await expected(batch)).x;
      let largest = 0;
      for (let i = 0; i < should.length; i++) largest = Math.max(largest, Math.abs(x[i] - should[i]));
      expect(largest).toBeLessThan(0.01);
      expect(should).not.toEqual(picture);
    }
  });

  it('trains a model that augments its own images, and predicts without', async () => {
    const model = new Sequential([
      new Input({ shape: [17, 23, 3] }),
      augmentation(),
      new Rescaling({ scale: 1 / 255 }),
      new Conv2D({ filters: 2, kernelSize: 3, strides: 4 }),
      new Flatten(),
      new Dense({ units: 2, activation: 'softmax' }),
    ]);
    model.compile({ device: await open(), optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', seed: 1 });
    const labeled = { ...batch, y: Uint32Array.of(0, 1, 0, 1, 0, 1), yShape: [6] };
    const { history } = await model.fit(Dataset.from([labeled]), { epochs: 3 });
    expect(new Set(history['loss']).size).toBe(3);
    const images = Dataset.from([batch]);
    expect(await model.predict(images)).toEqual(await model.predict(images));
  });
});
