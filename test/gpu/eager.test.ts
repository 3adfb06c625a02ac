import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { scope } from '../../src/engine/scope.ts';
import { empty, type Tensor, tensor, Variable } from '../../src/engine/tensor.ts';
import { DisposedError, ShapeError, TraceError } from '../../src/errors.ts';
import { add, argmax, fill, relu, reshape, sum } from '../../src/ops/index.ts';
import { collectGarbageUntil } from '../support/garbage.ts';
import { gpu } from '../support/gpu.ts';
import { ownDevices } from '../support/own-device.ts';

const ownDevice = ownDevices();

describe('ops that run at once', () => {
  it('give right results over more ops than one submission takes', async () => {
    const device = await gpu();
    const one = tensor(device, [3], [1, 1, 1]);
    let count: Tensor = tensor(device, [3], [0, 10, -5]);
    for (let i = 0; i < 200; i++) count = add(count, one);
    expect(await count.data()).toEqual(Float32Array.of(200, 210, 195));
  });

  it('give right results over more params than one uniform block takes', async () => {
    const device = await gpu();
    const filled = Array.from({ length: 150 }, (_, i) => fill(device, [1], i));
    const values = await Promise.all(filled.map((x) => x.data()));
    expect(values.map(([value]) => value)).toEqual(Array.from({ length: 150 }, (_, i) => i));
  });

  it('keep the order of ops and writes', async () => {
    const device = await gpu();
    const x = tensor(device, [2], [1, 2]);
    const before = add(x, x);
    device.write(x, Float32Array.of(10, 20));
    const after = add(x, x);
    const reading = after.data();
    device.write(x, Float32Array.of(100, 200));
    expect(await before.data()).toEqual(Float32Array.of(2, 4));
    expect(await reading).toEqual(Float32Array.of(20, 40));
    expect(await x.data()).toEqual(Float32Array.of(100, 200));
  });

  it('submit once for many ops', async () => {
    const submitted: number[] = [];
    const { device, raw } = await ownDevice();
    const submit = raw.queue.submit.bind(raw.queue);
    raw.queue.submit = (buffers) => {
      submitted.push([...buffers].length);
      return submit(buffers);
    };
    let x = fill(device, [2], 1);
    for (let i = 1; i < 64; i++) x = relu(x);
    expect(submitted).toEqual([1]);
    await x.data();
    expect(submitted).toEqual([1, 1]); // the copy
  });

  it('keep memory that a disposed tensor left to commands not submitted yet', async () => {
    const device = await gpu();
    const x = tensor(device, [2], [1, 2]);
    const y = scope(() => add(relu(add(x, x)), x));
    x.dispose();
    const other = tensor(device, [2], [7, 7]);
    expect(await y.data()).toEqual(Float32Array.of(3, 6));
    expect(await other.data()).toEqual(Float32Array.of(7, 7));
  });

  it('take memory that a disposed tensor left', async () => {
    const { device } = await ownDevice();
    const x = fill(device, [100], 1);
    for (let i = 0; i < 20; i++) relu(x).dispose();
    expect(device.memory).toEqual({ buffers: 2, bytes: 1024 });
  });

  it('get the memory of forgotten tensors back', async () => {
    const { device } = await ownDevice();
    const forget = () => Array.from({ length: 10 }, (_, i) => new WeakRef(fill(device, [100], i).storage));
    const forgotten = forget();
    await fill(device, [1], 1).data(); // submits: commands that wait hold on to nothing
    await collectGarbageUntil(() => forgotten.every((storage) => storage.deref() === undefined));
    const { buffers } = device.memory;
    for (let i = 0; i < 10; i++) fill(device, [100], i);
    expect(device.memory.buffers).toBe(buffers);
  });
});

describe('copies between host and device', () => {
  it('carry both element types', async () => {
    const device = await gpu();
    const labels = tensor(device, [3], Uint32Array.of(0, 7, 4_294_967_295));
    expect(await labels.data()).toEqual(Uint32Array.of(0, 7, 4_294_967_295));
    const scores = tensor(device, [2, 3], [1, 3, 2, 9, 8, 7]);
    expect(await argmax(scores).data()).toEqual(Uint32Array.of(1, 0));
  });

  it('convert numbers to the element type of the tensor', async () => {
    const device = await gpu();
    const x = empty(device, { shape: [3], dtype: 'f32' });
    device.write(x, Uint32Array.of(1, 2, 255));
    expect(await x.data()).toEqual(Float32Array.of(1, 2, 255));
    device.write(x, Float64Array.of(0.5, -1, 2));
    expect(await x.data()).toEqual(Float32Array.of(0.5, -1, 2));
    const labels = empty(device, { shape: [2], dtype: 'u32' });
    device.write(labels, Float32Array.of(3, 4));
    expect(await labels.data()).toEqual(Uint32Array.of(3, 4));
  });

  it('take part of a larger array', async () => {
    const device = await gpu();
    const batch = Float32Array.of(0, 1, 2, 3, 4, 5);
    expect(await tensor(device, [2], batch.subarray(2, 4)).data()).toEqual(Float32Array.of(2, 3));
  });

  it('read one tensor twice at a time', async () => {
    const device = await gpu();
    const x = tensor(device, [2], [1, 2]);
    const [first, second] = await Promise.all([x.data(), x.data()]);
    first[0] = 9;
    expect(second).toEqual(Float32Array.of(1, 2));
  });

  it('refuse what cannot be', async () => {
    const device = await gpu();
    const x = tensor(device, [2], [1, 2]);
    const weight = new Variable(device, 'w', { shape: [2], dtype: 'f32', data: Float32Array.of(1, 2) });
    expect(() => weight.assign(Float32Array.of(1))).toThrow(ShapeError);
    expect(() => trace(device, () => device.write(x, Float32Array.of(3, 4)))).toThrow(TraceError);
    const readings: Promise<unknown>[] = [];
    trace(device, () => {
      readings.push(x.data());
    });
    await expect(readings[0]).rejects.toThrow(TraceError);
    const y = reshape(x, [2, 1]);
    x.dispose();
    expect(await sum(y).data()).toEqual(Float32Array.of(3));
    y.dispose();
    await expect(y.data()).rejects.toThrow(DisposedError);
    expect(() => device.write(y, Float32Array.of(1, 2))).toThrow(DisposedError);
  });
});
