import type { Device } from '../src/engine/device.ts';
import { trace } from '../src/engine/program.ts';
import { scope } from '../src/engine/scope.ts';
import { type Shape, sizeOf, spec } from '../src/engine/shape.ts';
import { type Tensor, tensor, Variable } from '../src/engine/tensor.ts';
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
} from '../src/ops/index.ts';
import { noise } from './kernel-bench.ts';
import { medianMs } from './median.ts';
import { type Row, rounded } from './report.ts';

/** The same step with the calls issued anew each time and with a replayed plan; the difference is the host's work. */
export async function benchReplay(device: Device): Promise<Row[]> {
  const { step, result } = smallStep(device);
  const plan = await device.prepare(trace(device, step));
  const ways: readonly (readonly [string, () => void])[] = [
    ['eager', () => scope(step)],
    ['replay', () => plan.run()],
  ];
  const rows: Row[] = [];
  for (const [way, run] of ways) {
    const issuing: number[] = [];
    const ms = await medianMs(async () => {
      const start = performance.now();
      run();
      issuing.push(performance.now() - start);
      await result.data();
    });
    issuing.sort((a, b) => a - b);
    const issued = issuing[Math.floor(issuing.length / 2)] as number;
    rows.push({ way, 'ms a step': rounded(ms), 'of it until issued': rounded(issued) });
  }
  return rows;
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
