import type { Device } from '../engine/device.ts';
import { trace } from '../engine/program.ts';
import { scope } from '../engine/scope.ts';
import { type Shape, sizeOf, spec } from '../engine/shape.ts';
import { type Tensor, tensor, Variable } from '../engine/tensor.ts';
import {
  addBias,
  conv2d,
  matmul,
  maxPool2d,
  mean,
  relu,
  reshape,
  sgdUpdate,
  sparseCategoricalCrossentropy,
  valueAndGrad,
} from '../ops/index.ts';
import { noise } from './kernel-bench.ts';
import { measure, type Timing } from './measure.ts';

/** How one way of running a step takes its time. */
export interface ReplayTiming {
  readonly name: 'eager' | 'replay';
  /** Until the result is on the host. */
  readonly whole: Timing;
  /** Until the host has issued it. */
  readonly issue: Timing;
}

/** The same step with the calls issued anew each time and with a replayed plan; the difference is the host's work. */
export async function benchReplay(device: Device, seconds: number): Promise<ReplayTiming[]> {
  const { step, result } = smallStep(device);
  const plan = await device.prepare(trace(device, step));
  const ways = { eager: () => scope(step), replay: () => plan.run() };
  const timings: ReplayTiming[] = [];
  for (const name of ['eager', 'replay'] as const) {
    const issued = async () => {
      const begin = performance.now();
      ways[name]();
      const ms = performance.now() - begin;
      await result.data();
      return ms;
    };
    timings.push({
      name,
      whole: await measure(async () => void (await issued()), seconds),
      issue: await measure(issued, seconds),
    });
  }
  plan.dispose();
  return timings;
}

/** A training step of a network so small that the work on the host shows. */
function smallStep(device: Device): { step: () => void; result: Tensor } {
  const weight = (name: string, shape: Shape) =>
    new Variable(device, name, { ...spec(shape), data: new Float32Array(sizeOf(shape)).fill(0.01) });
  const [filter, filterBias] = [weight('filter', [3, 3, 1, 8]), weight('filter bias', [8])];
  const [kernel, kernelBias] = [weight('kernel', [128, 10]), weight('kernel bias', [10])];
  const variables = [filter, filterBias, kernel, kernelBias];
  const x = noise(device, [8, 8, 8, 1]);
  const target = tensor(device, [8], Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
  const hyper = tensor(device, [1], [1e-3]);
  const step = () => {
    const { grads } = valueAndGrad(() => {
      const image = maxPool2d(relu(addBias(conv2d(x, filter, { padding: 'same' }), filterBias)));
      const output = addBias(matmul(reshape(image, [8, 128]), kernel), kernelBias);
      return mean(sparseCategoricalCrossentropy({ target, output }, { fromLogits: true }));
    }, variables);
    for (const [i, variable] of variables.entries()) {
      sgdUpdate({ variable, gradient: grads[i] as Tensor, hyper });
    }
  };
  return { step, result: kernelBias };
}
