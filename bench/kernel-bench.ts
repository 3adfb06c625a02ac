import type { Device } from '../src/engine/device.ts';
import { trace } from '../src/engine/program.ts';
import { seededRandom } from '../src/engine/seeded-random.ts';
import { type Shape, sizeOf } from '../src/engine/shape.ts';
import { type Tensor, tensor } from '../src/engine/tensor.ts';
import { medianMs } from './median.ts';

/** One op on one set of shapes. */
export interface KernelBench {
  /** The op and its shapes, as they stand in the table. */
  readonly name: string;
  /** Makes the inputs on a device and returns a function that calls the op on them. */
  build(device: Device): () => void;
}

/** A tensor of uniform random numbers in [-1, 1). */
export function noise(device: Device, shape: Shape): Tensor {
  const random = seededRandom(shape.join());
  return tensor(
    device,
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => 2 * random() - 1),
  );
}

/** Milliseconds of one replayed call on a device, until the device is done. */
export async function measureKernel({ build }: KernelBench, device: Device): Promise<number> {
  const plan = await device.prepare(trace(device, build(device)));
  const ms = await medianMs(async () => {
    plan.run();
    await device.throttle(0);
  });
  plan.dispose();
  return ms;
}
