import type { TrainInWorkerOptions } from '../../src/browser/train-in-worker.ts';
import {
  Adam,
  BatchNormalization,
  Dense,
  Dropout,
  ReferenceDevice,
  ReLU,
  type SampleArrays,
  Sequential,
} from '../../src/index.ts';

export const CLASSES = 3;

/** Samples of 4 numbers, of which the label's is the largest. */
export function samples(count: number): SampleArrays {
  const x = new Float32Array(count * 4);
  const y = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    y[i] = i % CLASSES;
    for (let k = 0; k < 4; k++) x[i * 4 + k] = Math.sin(i * 7 + k * 3) / 2 + (k === y[i] ? 1 : 0);
  }
  return { x, xShape: [count, 4], y, yShape: [count] };
}

export const data = samples(40);

export const network = () =>
  new Sequential([
    new Dense({ units: 8, inputShape: [4] }),
    new BatchNormalization(),
    new ReLU(),
    new Dropout({ rate: 0.2 }),
    new Dense({ units: CLASSES, activation: 'softmax' }),
  ]);

export const compile = (): NonNullable<TrainInWorkerOptions['compile']> => ({
  optimizer: new Adam({ learningRate: 0.02 }),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
  seed: 5,
});

/** The same on this thread. */
export function onThisThread(model = network()) {
  model.compile({ device: new ReferenceDevice(), ...compile() });
  return model;
}
