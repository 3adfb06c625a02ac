import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CpuDevice } from '../../src/engine/cpu/cpu-device.ts';
import { defineOp } from '../../src/engine/op.ts';
import { trace } from '../../src/engine/program.ts';
import { scope } from '../../src/engine/scope.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { DisposedError, ValueError } from '../../src/errors.ts';
import { openCpuDevice } from '../../src/node/cpu.ts';
import { matmul, rescale } from '../../src/ops/index.ts';

const ones = (length: number) => new Float32Array(length).fill(1);

/** An op without kernels for the device. */
const oppositeOp = defineOp({
  name: 'opposite',
  outputs: ({ x }: { x: TensorSpec }) => ({ y: spec(x.shape) }),
  reference: ({ x }, { y }) => {
    for (let i = 0; i < x.data.length; i++) y.data[i] = -(x.data[i] ?? 0);
  },
  gpu: () => [],
});
const opposite = (x: Tensor): Tensor => oppositeOp({ x }).y;

describe('the cpu device', () => {
  it('says what it runs on', async () => {
    const device = await openCpuDevice(2);
    expect(device.kind).toBe('cpu');
    expect(device.info).toEqual({
      adapter: expect.stringMatching(/\(WebAssembly SIMD(, fused multiply-add)?, 2 threads\)$/),
      software: true,
    });
    device.dispose();
  });

  it('refuses a number of threads that is none', async () => {
    await expect(openCpuDevice(0)).rejects.toThrow(ValueError);
    await expect(openCpuDevice(257)).rejects.toThrow(ValueError);
    await expect(openCpuDevice(1.5)).rejects.toThrow('threads is 1.5; a whole number from 1 to 256 is expected.');
  });

  it('gives memory back when tensors are disposed', async () => {
    const device = await openCpuDevice(1);
    const x = tensor(device, [100, 100], ones(10_000));
    expect(device.memory).toEqual({ buffers: 1, bytes: 40_000 });
    scope(() => {
      matmul(x, x);
      opposite(x);
    });
    expect(device.memory).toEqual({ buffers: 1, bytes: 40_000 });
    x.dispose();
    expect(device.memory).toEqual({ buffers: 0, bytes: 0 });
    device.dispose();
    expect(() => tensor(device, [1], [1])).toThrow(DisposedError);
  });

  it('runs a plan many times in the same memory, and gives it back', async () => {
    const device = await openCpuDevice(2);
    const x = tensor(device, [64, 64], ones(4096));
    const kept: Tensor[] = [];
    const program = trace(device, () => {
      // Loops run between two lists of kernel calls.
      const product = opposite(matmul(rescale(x, { scale: 2, offset: 0 }), x));
      kept.push(rescale(product, { scale: 1, offset: 1 }));
    });
    const before = device.memory;
    const plan = await device.prepare(program, kept);
    const prepared = device.memory;
    expect(prepared.bytes).toBeGreaterThan(before.bytes);
    for (let i = 0; i < 2000; i++) plan.run();
    expect(device.memory).toEqual(prepared);
    expect(await kept[0]?.data()).toEqual(new Float32Array(4096).fill(-127));
    plan.dispose();
    expect(() => plan.run()).toThrow(DisposedError);
    for (const result of kept) result.dispose();
    expect(device.memory).toEqual(before);
    device.dispose();
  });

  it('describes and times the commands of a plan', async () => {
    const device = await openCpuDevice(1);
    const x = tensor(device, [8, 8], ones(64));
    const plan = await device.prepare(trace(device, () => void opposite(matmul(x, x))));
    const lines = plan.describe().split('\n');
    expect(lines.map((line) => line.split('\t')[1])).toEqual(['packPanels', 'matmul', 'opposite (loops)']);
    const times = await plan.profile();
    expect(times.map(({ op, kernel }) => [op, kernel])).toEqual([
      ['matmul', 'packPanels'],
      ['matmul', 'matmul'],
      ['opposite', 'opposite (loops)'],
    ]);
    expect(times.reduce((sum, { flops }) => sum + flops, 0)).toBe(2 * 8 ** 3);
    device.dispose();
  });

  it.each(['simd', 'relaxed'])('computes on one thread in memory that is not shared: %s', async (arithmetic) => {
    const bytes = readFileSync(`wasm/${arithmetic}-local.wasm`);
    await openCpuDevice(1).then((device) => device.dispose()); // turns relaxed SIMD on in Node 20
    const memory = new WebAssembly.Memory({ initial: 1 });
    const device = new CpuDevice({ module: await WebAssembly.compile(bytes), memory, threads: 1 }, 'local');
    const x = tensor(device, [64, 64], ones(4096));
    const y = matmul(x, x);
    // The memory grows, so its buffer is another one, while tensors are in use.
    tensor(device, [20_000_000], ones(20_000_000));
    expect(await matmul(y, x).data()).toEqual(new Float32Array(4096).fill(4096));
    device.dispose();
  });
});
