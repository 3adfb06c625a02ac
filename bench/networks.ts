import { networks } from '../src/cli/networks.ts';
import type { Batch } from '../src/data/batch.ts';
import type { Device } from '../src/engine/device.ts';
import { seededRandom } from '../src/engine/seeded-random.ts';
import { type Shape, sizeOf } from '../src/engine/shape.ts';
import { SparseCategoricalCrossentropy } from '../src/nn/losses/losses.ts';
import type { Sequential } from '../src/nn/models/sequential.ts';

const CLASSES = 10;

/** The networks whose training steps are measured: those of the command line, on the images of two data sets. */
export const examples: readonly { readonly name: string; readonly build: () => Sequential }[] = [
  { name: 'small on digits', build: () => networks.small.build([8, 8, 1], CLASSES) },
  { name: 'cifar10 on CIFAR-10', build: () => networks.cifar10.build([32, 32, 3], CLASSES) },
];

/** Compiles a network as the command line trains it. */
export function compile(model: Sequential, device: Device): void {
  const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ device, optimizer: 'adam', loss, metrics: ['accuracy'] });
}

/** A batch of noise with labels. */
export function noiseBatch(batchSize: number, inputShape: Shape): Batch {
  const xShape = [batchSize, ...inputShape];
  const random = seededRandom('batch');
  return {
    x: Float32Array.from({ length: sizeOf(xShape) }, () => 255 * random()),
    xShape,
    y: Uint32Array.from({ length: batchSize }, () => Math.floor(CLASSES * random())),
    yShape: [batchSize],
  };
}
