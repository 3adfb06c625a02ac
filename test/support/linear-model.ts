import type { SampleArrays } from '../../src/data/arrays.ts';
import type { Device } from '../../src/engine/device.ts';
import { Dense, Input } from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { SGD } from '../../src/nn/optimizers/sgd.ts';
import type { CompileOptions } from '../../src/nn/training/compiled.ts';

/** y = w · x with w = 1 at first, so that every number can be worked out by hand. */
export function linearModel(device: Device, options: Partial<CompileOptions> = {}): Sequential {
  const model = new Sequential([new Input({ shape: [1] }), new Dense({ units: 1, useBias: false, name: 'dense' })]);
  model.compile({ device, optimizer: new SGD({ learningRate: 0.1 }), loss: 'mse', ...options });
  model.setWeights([{ name: 'dense/kernel', shape: [1, 1], data: Float32Array.of(1) }]);
  return model;
}

/** Samples x with the targets y. */
export const pairs = (x: readonly number[], y: readonly number[]): SampleArrays => ({
  x: Float32Array.from(x),
  xShape: [x.length, 1],
  y: Float32Array.from(y),
  yShape: [y.length, 1],
});

/** The weight of the model. */
export const weightOf = async (model: Sequential): Promise<number> => (await model.getWeights())[0].data[0];
