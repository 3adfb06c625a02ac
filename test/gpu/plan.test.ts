import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import type { WebGpuDevice } from '../../src/engine/webgpu/webgpu-device.ts';
import { DisposedError } from '../../src/errors.ts';
import { add, fill, relu, tanh } from '../../src/ops/index.ts';
import { collectGarbageUntil } from '../support/garbage.ts';
import { gpu } from '../support/gpu.ts';
import { ownDevices } from '../support/own-device.ts';

const ownDevice = ownDevices();

/** A trace of `layers` times relu(h + h), with its last tensor. */
function chain(device: WebGpuDevice, x: Tensor, layers: number) {
  let last = x;
  const program = trace(device, () => {
    for (let i = 0; i < layers; i++) last = relu(add(last, last));
  });
  return { program, last };
}

describe('a plan on the GPU', () => {
  it('has kept results after each run, from what the inputs hold by then', async () => {
    const device = await gpu();
    const x = tensor(device, [2, 2], [1, -1, 2, 0]);
    const { program, last } = chain(device, x, 3);
    const plan = await device.prepare(program, [last]);
    plan.run();
    expect(await last.data()).toEqual(Float32Array.of(8, 0, 16, 0));
    device.write(x, Float32Array.of(-1, 1, 3, 5));
    plan.run();
    plan.run();
    expect(await last.data()).toEqual(Float32Array.of(0, 8, 24, 40));
  });

  it('runs in order with the ops and writes around it', async () => {
    const device = await gpu();
    const x = tensor(device, [1], [1]);
    const { program, last } = chain(device, x, 1);
    const plan = await device.prepare(program, [last]);
    const results: Tensor[] = [];
    for (let i = 1; i <= 3; i++) {
      device.write(x, Float32Array.of(i));
      plan.run();
      results.push(add(last, x));
    }
    expect(await Promise.all(results.map(async (y) => (await y.data())[0]))).toEqual([3, 6, 9]);
  });

  it('reuses memory, and says how much', async () => {
    const device = await gpu();
    const { program, last } = chain(device, tensor(device, [2, 2], [1, 2, 3, 4]), 50);
    const plan = await device.prepare(program, [last]);
    // 100 dispatches; of their 100 results of 16 bytes one is kept.
    expect(plan.stats).toEqual({ dispatches: 100, buffers: 2, bytes: 32, bytesWithoutReuse: 99 * 16 });
    expect(plan.describe().split('\n').slice(0, 2)).toEqual([
      '0\tadd\t1×1×1\ta [2, 2], b [2, 2], y [2, 2] @0',
      '1\trelu\t1×1×1\tx [2, 2] @0, y [2, 2] @1',
    ]);
  });

  it('gives its memory back when disposed, and then cannot run', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2, 2], [1, 2, 3, 4]);
    const { program } = chain(device, x, 5);
    const plan = await device.prepare(program);
    expect(device.memory.buffers).toBe(3);
    plan.run();
    plan.dispose();
    plan.dispose();
    expect(() => plan.run()).toThrow(DisposedError);
    const again = await device.prepare(program);
    expect(device.memory.buffers).toBe(3);
    again.run();
    await device.throttle(0);
  });

  it('gives its memory back when forgotten', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2, 2], [1, 2, 3, 4]);
    const prepare = async () => {
      const { program, last } = chain(device, x, 5);
      const plan = await device.prepare(program, [last]);
      plan.run();
      await last.data();
      return [new WeakRef(plan), new WeakRef(last.storage)];
    };
    const forgotten = await prepare();
    await collectGarbageUntil(() => forgotten.every((object) => object.deref() === undefined));
    expect(device.memory.buffers).toBe(4);
    // Tensors of the same size take what the forgotten plan and its result left.
    for (let i = 0; i < 3; i++) fill(device, [4], i);
    expect(device.memory.buffers).toBe(4);
    expect(await x.data()).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it('keeps the memory of the tensors that it uses, though they are disposed', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const { program, last } = chain(device, x, 1);
    const plan = await device.prepare(program, [last]);
    x.dispose();
    const others = [5, 6, 7].map((value) => fill(device, [2], value));
    plan.run();
    expect(await last.data()).toEqual(Float32Array.of(2, 4));
    expect(await others[0].data()).toEqual(Float32Array.of(5, 5));
    const { buffers } = device.memory;
    plan.dispose();
    fill(device, [2], 8);
    expect(device.memory.buffers).toBe(buffers);
  });

  it('reads tensors that are disposed while its kernels compile', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const { program, last } = chain(device, x, 1);
    const preparing = device.prepare(program, [last]);
    x.dispose();
    fill(device, [2], 7);
    const plan = await preparing;
    plan.run();
    expect(await last.data()).toEqual(Float32Array.of(2, 4));
  });

  it('folds dispatches with more workgroups than a dimension takes', async () => {
    const { device } = await ownDevice();
    const x = tensor(
      device,
      [4000],
      Float32Array.from({ length: 4000 }, (_, i) => i - 2000),
    );
    device.maxWorkgroupsPerDimension = 3;
    const { program, last } = chain(device, x, 1);
    const plan = await device.prepare(program, [last]);
    // 4000 elements, four a thread, are 16 workgroups of 64: six rows of three.
    expect(plan.describe().split('\t')[2]).toBe('3×6×1');
    plan.run();
    const expected = Float32Array.from({ length: 4000 }, (_, i) => Math.max(0, 2 * (i - 2000)));
    expect(await last.data()).toEqual(expected);
  });
});

describe('kernels', () => {
  it('compile once: not again for the same trace, nor for another shape', async () => {
    const { device, raw } = await ownDevice();
    const compiled: (string | undefined)[] = [];
    const compile = raw.createComputePipelineAsync.bind(raw);
    raw.createComputePipelineAsync = (descriptor) => {
      compiled.push(descriptor.label);
      return compile(descriptor);
    };
    raw.createComputePipeline = () => {
      throw new Error('compiled while a plan waits');
    };
    const { program } = chain(device, tensor(device, [2], [1, 2]), 3);
    const both = await Promise.all([device.prepare(program), device.prepare(program)]);
    await device.prepare(program);
    const larger = await device.prepare(chain(device, tensor(device, [9], new Float32Array(9)), 2).program);
    for (const plan of [...both, larger]) plan.run();
    await device.throttle(0);
    expect(compiled.sort()).toEqual(['add', 'relu']);
  });

  it('of a plan leave ops that run meanwhile alone', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const preparing = device.prepare(trace(device, () => tanh(x)));
    const y = add(x, x);
    await preparing;
    expect(await y.data()).toEqual(Float32Array.of(2, 4));
  });
});

describe('throttle', () => {
  it('waits until no more runs than given are unfinished', async () => {
    const { device, raw } = await ownDevice();
    const plan = await device.prepare(chain(device, tensor(device, [2], [1, 2]), 1).program);
    const finish: (() => void)[] = [];
    raw.queue.onSubmittedWorkDone = () => new Promise((resolve) => finish.push(() => resolve(undefined)));
    for (let run = 0; run < 3; run++) plan.run();
    const order: string[] = [];
    const waits = [2, 1, 3].map((runs) => device.throttle(runs).then(() => order.push(`at most ${runs}`)));
    await waits[2];
    expect(order).toEqual(['at most 3']);
    finish[0]();
    await waits[0];
    expect(order).toEqual(['at most 3', 'at most 2']);
    finish[1]();
    await waits[1];
    expect(order).toEqual(['at most 3', 'at most 2', 'at most 1']);
  });

  it('is not needed for runs that are done to be forgotten', async () => {
    const { device, raw } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const { program, last } = chain(device, x, 1);
    const plan = await device.prepare(program, [last]);
    const waits: WeakRef<Promise<undefined>>[] = [];
    const done = raw.queue.onSubmittedWorkDone.bind(raw.queue);
    raw.queue.onSubmittedWorkDone = () => {
      const wait = done();
      waits.push(new WeakRef(wait));
      return wait;
    };
    for (let run = 0; run < 20; run++) plan.run();
    await last.data();
    const alive = () => waits.filter((wait) => wait.deref() !== undefined).length;
    await collectGarbageUntil(() => alive() <= 1); // the last may lie on a stack still
    expect(alive()).toBeLessThanOrEqual(1);
    expect(waits).toHaveLength(20);
  });
});
