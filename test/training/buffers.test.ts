import { expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { tensor, Variable } from '../../src/engine/tensor.ts';
import type { FoundAdapter } from '../../src/engine/webgpu/open-adapter.ts';
import { WebGpuDevice } from '../../src/engine/webgpu/webgpu-device.ts';
import { findAdapter } from '../../src/node/dawn.ts';
import { addBias, matmul, mean, relu, sgdUpdate, valueAndGrad } from '../../src/ops/index.ts';

/** A device of its own whose live buffers of all kinds are counted where they are made. */
async function countedDevice() {
  const { adapter, name, software } = (await findAdapter({ allowSoftware: true })) as FoundAdapter;
  const raw = await adapter.requestDevice();
  const live = new Set<GPUBuffer>();
  const createBuffer = raw.createBuffer.bind(raw);
  raw.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      live.delete(buffer);
      return destroy();
    };
    live.add(buffer);
    return buffer;
  };
  return { device: new WebGpuDevice(raw, { adapter: name, software }), live };
}

it('keeps the number of live GPU buffers over 10,000 replayed steps of a small network', async () => {
  const { device, live } = await countedDevice();
  const x = tensor(
    device,
    [4, 6],
    Float32Array.from({ length: 24 }, (_, i) => i / 24),
  );
  const weight = (name: string, shape: number[]) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return new Variable(device, name, { shape, dtype: 'f32', data: new Float32Array(size).fill(0.1) });
  };
  const [kernel, bias, head] = [weight('kernel', [6, 5]), weight('bias', [5]), weight('head', [5, 1])];
  const hyper = tensor(device, [1], [1e-4]);
  const variables = [kernel, bias, head];
  const program = trace(device, () => {
    const { grads } = valueAndGrad(() => mean(matmul(relu(addBias(matmul(x, kernel), bias)), head)), variables);
    for (const [i, variable] of variables.entries()) sgdUpdate({ variable, gradient: grads[i], hyper });
  });
  const plan = await device.prepare(program);
  const step = async () => {
    device.write(hyper, Float32Array.of(1e-4));
    plan.run();
    await device.throttle(2);
  };
  await step();
  await head.data();
  const before = { live: live.size, pooled: device.memory };
  expect(live.size).toBeGreaterThan(5);
  for (let i = 0; i < 10_000; i++) await step();
  const after = await head.data();
  expect(after.every(Number.isFinite)).toBe(true);
  expect({ live: live.size, pooled: device.memory }).toEqual(before);
  plan.dispose();
  device.dispose();
});
