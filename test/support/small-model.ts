import type { Batch } from '../../src/data/batch.ts';
import { batchSamples, type Dataset, datasetFromArrays } from '../../src/data/index.ts';
import type { Device } from '../../src/engine/device.ts';
import { BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D } from '../../src/nn/layers/index.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';

/** A network with a trained and a non-trained weight of each kind: 6x6 gray images to 3 classes. */
export const smallModel = (): Sequential =>
  new Sequential(
    [
      new Input({ shape: [6, 6, 1] }),
      new Conv2D({ filters: 4, kernelSize: 3, activation: 'relu' }),
      new BatchNormalization(),
      new MaxPooling2D(),
      new Dropout({ rate: 0.25 }),
      new Flatten(),
      new Dense({ units: 3, name: 'scores' }),
    ],
    { name: 'small' },
  );

/** Compiles for one-hot rows. */
export function compileSmall<M extends Model>(model: M, device: Device, optimizer: 'adam' | 'sgd' = 'adam'): M {
  model.compile({ device, optimizer, loss: 'mse', metrics: ['accuracy'], seed: 3 });
  return model;
}

/** 20 images in batches of 8, 8 and 4, each with a bright row that is its class. */
export function smallData(): Dataset<Batch> {
  const x = new Float32Array(20 * 36);
  const y = new Float32Array(20 * 3);
  for (let i = 0; i < 20; i++) {
    for (let column = 0; column < 6; column++) x[i * 36 + 2 * (i % 3) * 6 + column] = 1 + 0.1 * ((i * 7 + column) % 5);
    y[i * 3 + (i % 3)] = 1;
  }
  return batchSamples(datasetFromArrays({ x, xShape: [20, 6, 6, 1], y, yShape: [20, 3] }), 8);
}
