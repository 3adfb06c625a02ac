import type { Device } from '../engine/device.ts';
import { trace } from '../engine/program.ts';
import { seededRandom } from '../engine/seeded-random.ts';
import { type Shape, sizeOf } from '../engine/shape.ts';
import { type Tensor, tensor } from '../engine/tensor.ts';
import { measure, type Timing } from './measure.ts';
import { sumOfCommands } from './sum-of-commands.ts';

/** One op on one set of shapes. */
export interface KernelBench {
  /** The op and its shapes, as they stand in the table. */
  readonly name: string;
  /** Makes the inputs on a device and returns a function that calls the op on them. */
  build(device: Device): () => void;
}

/** How long an op takes on the device, and what it does in that time. */
export interface KernelTiming extends Timing {
  /** Arithmetic of one call; 0 where the op does not say. */
  readonly flops: number;
  /** What its commands are bound to: the least that they have to move. */
  readonly bytes: number;
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

/** Times one op by its commands on the device, without the host's work between them. */
export async function measureKernel({ build }: KernelBench, device: Device, seconds: number): Promise<KernelTiming> {
  const plan = await device.prepare(trace(device, build(device)));
  try {
    const { flops, bytes } = sumOfCommands(await plan.profile());
    const timing = await measure(async () => sumOfCommands(await plan.profile()).ms, seconds);
    return { ...timing, flops, bytes };
  } finally {
    plan.dispose();
  }
}
