import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { empty, type Tensor, tensor } from '../../src/engine/tensor.ts';
import { GpuOutOfMemoryError } from '../../src/errors.ts';
import { add, fill, matmul, relu, reshape } from '../../src/ops/index.ts';
import { limitMemory, ownDevices } from '../support/own-device.ts';

const KIB = 1024;
const ownDevice = ownDevices();
const floats = (bytes: number) => ({ shape: [bytes / 4], dtype: 'f32' }) as const;

describe('too little memory', () => {
  it('is an error at once for a tensor above the limits of the adapter', async () => {
    const { device, raw } = await ownDevice();
    const limit = Math.min(raw.limits.maxBufferSize, raw.limits.maxStorageBufferBindingSize);
    const attempt = () => empty(device, floats(limit + 256));
    expect(attempt).toThrow(GpuOutOfMemoryError);
    expect(attempt).toThrow(expect.objectContaining({ details: { bytes: limit + 256, limit } }));
    expect(attempt).toThrow(`a tensor [${(limit + 256) / 4}] needs ${limit + 256} bytes`);
    expect(device.memory).toEqual({ buffers: 0, bytes: 0 });
    expect(await fill(device, [2], 3).data()).toEqual(Float32Array.of(3, 3));
  });

  it('of a plan above the limits leaves no buffer behind', async () => {
    const { device, raw } = await ownDevice();
    const size = Math.ceil(Math.sqrt(raw.limits.maxStorageBufferBindingSize / 4)) + 1;
    const column = fill(device, [size, 1], 1);
    const before = device.memory;
    const program = trace(device, () => relu(matmul(relu(column), reshape(column, [1, size]))));
    await expect(device.prepare(program)).rejects.toThrow(GpuOutOfMemoryError);
    // The buffer of relu(column) waits in the pool.
    relu(column);
    expect(device.memory).toEqual({ buffers: 2, bytes: 2 * before.bytes });
  });

  it('is an error at the next call for an op, and the device can be used on', async () => {
    const { device } = await ownDevice((raw) => limitMemory(raw, 64 * KIB));
    const x = fill(device, [4 * KIB], 1);
    const many = Array.from({ length: 3 }, () => fill(device, [4 * KIB], 2));
    const tooMuch = empty(device, floats(16 * KIB));
    expect(() => relu(x)).toThrow(GpuOutOfMemoryError);
    for (const y of [...many, tooMuch]) y.dispose();
    // The buffer without memory does not come back from the pool.
    expect(await relu(x).data()).toEqual(new Float32Array(4 * KIB).fill(1));
    expect(device.memory).toEqual({ buffers: 2, bytes: 32 * KIB });
  });

  it('of a plan is an error that says how much it needs', async () => {
    const { device } = await ownDevice((raw) => limitMemory(raw, 64 * KIB));
    const x = fill(device, [4 * KIB], 1);
    const made: Tensor[] = [];
    const program = trace(device, () => {
      const results = Array.from({ length: 4 }, () => add(x, x));
      made.push(...results, relu(results[0]));
    });
    const attempt = device.prepare(program, made);
    await expect(attempt).rejects.toThrow(GpuOutOfMemoryError);
    await expect(attempt).rejects.toMatchObject({ details: { bytes: 80 * KIB, taken: 16 * KIB } });
    expect(device.memory).toEqual({ buffers: 1, bytes: 16 * KIB });
    const plan = await device.prepare(program, made.slice(0, 1));
    plan.run();
    expect((await made[0].data())[0]).toBe(2);
  });

  it('of a plan is overcome with the memory that waits in the pool for tensors of other sizes', async () => {
    const { device } = await ownDevice((raw) => limitMemory(raw, 64 * KIB));
    const x = tensor(device, [2], [1, -1]);
    for (const size of [4 * KIB, 8 * KIB]) fill(device, [size], 1).dispose();
    const big: Tensor[] = [];
    const program = trace(device, () => {
      big.push(fill(device, [15 * KIB], 7));
    });
    const sum = add(x, x); // recorded, not submitted: its buffers must outlive the waiting ones
    x.dispose();
    const plan = await device.prepare(program, big);
    plan.run();
    expect((await big[0].data())[15 * KIB - 1]).toBe(7);
    expect(await sum.data()).toEqual(Float32Array.of(2, -2));
  });
});
