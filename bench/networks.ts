import type { Batch } from '../src/data/batch.ts';
import type { Device } from '../src/engine/device.ts';
import { seededRandom } from '../src/engine/seeded-random.ts';
import { sizeOf } from '../src/engine/shape.ts';
import {
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  Input,
  MaxPooling2D,
  Rescaling,
} from '../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../src/nn/losses/losses.ts';
import { Sequential } from '../src/nn/models/sequential.ts';

const block = (filters: number) => [
  new Conv2D({ filters, kernelSize: 3, activation: 'relu' }),
  new BatchNormalization(),
  new MaxPooling2D(),
];

/** The networks whose training steps are measured, with their batch sizes. */
export const networks = {
  digits: {
    batchSize: 32,
    layers: () => [
      new Input({ shape: [8, 8, 1] }),
      new Rescaling({ scale: 1 / 16 }),
      new Conv2D({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      new MaxPooling2D(),
      new Conv2D({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
      new MaxPooling2D(),
      new Flatten(),
      new Dense({ units: 64, activation: 'relu' }),
      new Dropout({ rate: 0.25 }),
      new Dense({ units: 10 }),
    ],
  },
  cifar10: {
    batchSize: 32,
    layers: () => [
      new Input({ shape: [32, 32, 3] }),
      ...[64, 128, 64].flatMap(block),
      new Flatten(),
      new Dropout({ rate: 0.5 }),
      new Dense({ units: 32, activation: 'relu' }),
      new Dense({ units: 10 }),
    ],
  },
};

export type NetworkName = keyof typeof networks;

/** A network compiled as the examples train it. */
export function compiledNetwork(name: NetworkName, device: Device): Sequential {
  const model = new Sequential(networks[name].layers(), { name });
  const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ device, optimizer: 'adam', loss, metrics: ['accuracy'] });
  return model;
}

/** A batch of noise in the form that the network takes. */
export function noiseBatch(name: NetworkName, model: Sequential): Batch {
  const { batchSize } = networks[name];
  const xShape = [batchSize, ...model.inputShape];
  const random = seededRandom(name);
  return {
    x: Float32Array.from({ length: sizeOf(xShape) }, () => random()),
    xShape,
    y: Uint32Array.from({ length: batchSize }, () => Math.floor(10 * random())),
    yShape: [batchSize],
  };
}
