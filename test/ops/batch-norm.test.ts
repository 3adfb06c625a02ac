import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { trace } from '../../src/engine/program.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { sizeOf } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { batchNorm, batchNormInference, maxPool2d, relu, valueAndGrad } from '../../src/ops/index.ts';
import { gpu } from '../support/gpu.ts';

const random = seededRandom('batch norm');
const noise = (device: Device, shape: readonly number[]) =>
  tensor(
    device,
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random() - 0.3),
  );

/** Builds something eagerly and in a plan: both give the same bits. Returns the plan's kernels. */
async function kernels(device: Device, build: () => Tensor[]): Promise<string[]> {
  const eager = await Promise.all(build().map((each) => each.data()));
  let kept: Tensor[] = [];
  const program = trace(device, () => {
    kept = build();
  });
  const plan = await device.prepare(program, kept);
  plan.run();
  expect(await Promise.all(kept.map((each) => each.data()))).toEqual(eager);
  return plan
    .describe()
    .split('\n')
    .map((line) => line.split('\t')[1] as string);
}

describe.each([[8], [5]])('relu after a batch normalization of %i channels', (channels) => {
  it('is done by the normalization, also where gradients are taken', async () => {
    const device = await gpu();
    const x = noise(device, [3, 4, 7, channels]);
    const [gamma, beta] = [noise(device, [channels]), noise(device, [channels])];
    const inTraining = await kernels(device, () => {
      const { value, grads } = valueAndGrad(() => relu(batchNorm({ x, gamma, beta }).y), [x, gamma, beta]);
      return [value, ...grads];
    });
    expect(inTraining).toContain('batch-norm');
    expect(inTraining).toContain('relu-grad');
    expect(inTraining).not.toContain('relu');
  });

  it('is done by the normalization with given statistics', async () => {
    const device = await gpu();
    const x = noise(device, [3, 4, 7, channels]);
    const [gamma, beta, mean] = [noise(device, [channels]), noise(device, [channels]), noise(device, [channels])];
    const variance = tensor(device, [channels], new Float32Array(channels).fill(0.5));
    const names = await kernels(device, () => [relu(batchNormInference({ x, gamma, beta, mean, variance }))]);
    expect(names).toEqual(['batch-norm']);
  });
});

describe.each([[8], [5]])('max pooling after a batch normalization of %i channels', (channels) => {
  it('is done by the normalization, also where gradients are taken', async () => {
    const device = await gpu();
    const x = noise(device, [3, 5, 7, channels]);
    const [gamma, beta] = [noise(device, [channels]), noise(device, [channels])];
    const inTraining = await kernels(device, () => {
      const { value, grads } = valueAndGrad(() => maxPool2d(batchNorm({ x, gamma, beta }).y), [x, gamma, beta]);
      return [value, ...grads];
    });
    expect(inTraining).toContain('batch-norm-max-pool2d');
    expect(inTraining).not.toContain('batch-norm');
    expect(inTraining).not.toContain('max-pool2d');
  });

  it('is done by the normalization with given statistics, with relu between them', async () => {
    const device = await gpu();
    const x = noise(device, [3, 5, 7, channels]);
    const [gamma, beta, mean] = [noise(device, [channels]), noise(device, [channels]), noise(device, [channels])];
    const variance = tensor(device, [channels], new Float32Array(channels).fill(0.5));
    const names = await kernels(device, () => [
      maxPool2d(relu(batchNormInference({ x, gamma, beta, mean, variance })), { poolSize: 3 }),
    ]);
    expect(names).toEqual(['batch-norm-max-pool2d']);
  });

  it('stays a call of its own where windows overlap', async () => {
    const device = await gpu();
    const x = noise(device, [3, 5, 7, channels]);
    const [gamma, beta] = [noise(device, [channels]), noise(device, [channels])];
    const names = await kernels(device, () => [maxPool2d(batchNorm({ x, gamma, beta }).y, { strides: 1 })]);
    expect(names.slice(-2)).toEqual(['batch-norm', 'max-pool2d']);
  });
});

describe.each([[8], [5]])('batch normalization of %i channels after relu', (channels) => {
  it('takes the gradient through both at once', async () => {
    const device = await gpu();
    const x = noise(device, [3, 5, 7, channels]);
    const [gamma, beta] = [noise(device, [channels]), noise(device, [channels])];
    const names = await kernels(device, () => {
      const { value, grads } = valueAndGrad(() => batchNorm({ x: relu(x), gamma, beta }).y, [x, gamma, beta]);
      return [value, ...grads];
    });
    expect(names).toContain('batch-norm-grad-x');
    expect(names).not.toContain('relu-grad');
  });
});
