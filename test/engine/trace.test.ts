import { describe, expect, it } from 'vitest';
import { openProgram, trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { scope } from '../../src/engine/scope.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { CnnGpuError, DisposedError, ShapeError, TraceError } from '../../src/errors.ts';
import { add, matmul, relu, reshape } from '../../src/ops/index.ts';

const device = new ReferenceDevice();

describe('trace', () => {
  it('records calls in order, computes nothing and takes no memory', () => {
    const x = tensor(device, [2], [-1, 2]);
    const before = device.memory;
    let y: Tensor | null = null;
    const { calls } = trace(device, () => {
      y = reshape(relu(add(x, x)), [2, 1]);
    });
    expect(device.memory).toEqual(before);
    expect(calls.map(({ op }) => op.name)).toEqual(['add', 'relu']);
    expect(calls[1].inputs['x']).toBe(calls[0].outputs['y']);
    expect(y!.shape).toEqual([2, 1]);
    expect(y!.storage.isPlaced).toBe(false);
  });

  it('checks shapes while recording, and closes when the function throws', () => {
    const x = tensor(device, [2, 3], [1, 2, 3, 4, 5, 6]);
    expect(() => trace(device, () => matmul(x, x))).toThrow(ShapeError);
    expect(openProgram()).toBeNull();
  });

  it('refuses reading, writing and a trace inside', async () => {
    const x = tensor(device, [1], [1]);
    const readings: Promise<unknown>[] = [];
    trace(device, () => {
      readings.push(x.data());
    });
    await expect(readings[0]).rejects.toThrow(TraceError);
    await expect(readings[0]).rejects.toThrow('data() was called inside a trace');
    expect(() => trace(device, () => device.write(x, Float32Array.of(2)))).toThrow(TraceError);
    expect(() => trace(device, () => tensor(device, [1], [1]))).toThrow(TraceError);
    expect(() => trace(device, () => trace(device, () => {}))).toThrow(TraceError);
    expect(await x.data()).toEqual(Float32Array.of(1));
  });

  it('refuses tensors of another device', () => {
    const elsewhere = tensor(new ReferenceDevice(), [1], [1]);
    const attempt = () => trace(device, () => relu(elsewhere));
    expect(attempt).toThrow(CnnGpuError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'MIXED_DEVICES' }));
  });

  it('gives tensors that cannot be used outside', async () => {
    const x = tensor(device, [1], [1]);
    const made: Tensor[] = [];
    trace(device, () => {
      made.push(relu(x));
    });
    await expect(made[0].data()).rejects.toThrow(TraceError);
    expect(() => relu(made[0])).toThrow(TraceError);
  });
});

describe('prepare', () => {
  it('refuses a program that reads a tensor disposed since', async () => {
    const x = tensor(device, [2], [1, 2]);
    const program = trace(device, () => relu(x));
    x.dispose();
    await expect(device.prepare(program)).rejects.toThrow(DisposedError);
    await expect(device.prepare(program)).rejects.toThrow('relu: input "x" [2]');
  });

  it('refuses a program that reads a tensor of another trace, unless that one keeps it', async () => {
    const x = tensor(device, [2], [-1, 2]);
    const made: Tensor[] = [];
    const first = trace(device, () => {
      made.push(add(x, x));
    });
    const second = trace(device, () => {
      made.push(relu(made[0]));
    });
    await expect(device.prepare(second)).rejects.toThrow(TraceError);
    const plans = [await device.prepare(first, [made[0]]), await device.prepare(second, [made[1]])];
    for (const plan of plans) plan.run();
    expect(await made[1].data()).toEqual(Float32Array.of(0, 4));
  });

  it('takes a program whose own tensors a scope freed', async () => {
    const x = tensor(device, [2], [-1, 2]);
    const made: Tensor[] = [];
    const program = trace(device, () => {
      made.push(scope(() => relu(add(x, x))));
    });
    const plan = await device.prepare(program, made);
    plan.run();
    expect(await made[0].data()).toEqual(Float32Array.of(0, 4));
  });
});
