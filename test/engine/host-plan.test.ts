import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Tensor, tensor, Variable } from '../../src/engine/tensor.ts';
import { DisposedError } from '../../src/errors.ts';
import { add, argmax, relu, reshape, sgdUpdate, sum } from '../../src/ops/index.ts';

/** A plan of `layers` times relu(h + h) over [2, 2], with the tensors that `pick` takes from the chain kept. */
async function chain(device: ReferenceDevice, layers: number) {
  const x = tensor(device, [2, 2], [1, -1, 2, 0]);
  const made: Tensor[] = [];
  const program = trace(device, () => {
    let h: Tensor = x;
    for (let i = 0; i < layers; i++) {
      h = relu(add(h, h));
      made.push(h);
    }
  });
  const last = made.at(-1) as Tensor;
  return { x, last, plan: await device.prepare(program, [last]) };
}

describe('a plan on the host', () => {
  it('has kept results after each run, from what the inputs hold by then', async () => {
    const device = new ReferenceDevice();
    const { x, last, plan } = await chain(device, 3);
    plan.run();
    expect(await last.data()).toEqual(Float32Array.of(8, 0, 16, 0));
    device.write(x, Float32Array.of(-1, 1, 3, 5));
    plan.run();
    plan.run();
    expect(await last.data()).toEqual(Float32Array.of(0, 8, 24, 40));
  });

  it('reuses memory: ten layers need two buffers of 16 bytes', async () => {
    const { plan } = await chain(new ReferenceDevice(), 10);
    // 20 calls; of their 20 results one is kept.
    expect(plan.stats).toEqual({ dispatches: 20, buffers: 2, bytes: 32, bytesWithoutReuse: 19 * 16 });
  });

  it('is counted in the memory of its device until it is disposed', async () => {
    const device = new ReferenceDevice();
    const { plan } = await chain(device, 10);
    // The input, the kept result, and two buffers.
    expect(device.memory).toEqual({ buffers: 4, bytes: 64 });
    plan.dispose();
    expect(device.memory).toEqual({ buffers: 2, bytes: 32 });
  });

  it('describes its calls with shapes', async () => {
    const { plan } = await chain(new ReferenceDevice(), 1);
    expect(plan.describe()).toBe('0\tadd\ta [2, 2], b [2, 2] → y [2, 2]\n1\trelu\tx [2, 2] → y [2, 2]');
  });

  it('runs once when it is profiled, and tells what each call took', async () => {
    const device = new ReferenceDevice();
    const { last, plan } = await chain(device, 3);
    const times = await plan.profile();
    expect(await last.data()).toEqual(Float32Array.of(8, 0, 16, 0));
    expect(times.map(({ op, kernel }) => [op, kernel])).toEqual(
      ['add', 'relu', 'add', 'relu', 'add', 'relu'].map((op) => [op, op]),
    );
    // `add(h, h)` is bound to h twice.
    expect(times.map(({ bytes }) => bytes)).toEqual([32, 32, 32, 32, 32, 32]);
    for (const [i, { startMs, ms }] of times.entries()) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(times[i + 1]?.startMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(startMs + ms);
    }
  });

  it('cannot run once disposed', async () => {
    const { plan } = await chain(new ReferenceDevice(), 1);
    plan.dispose();
    plan.dispose();
    await expect(plan.profile()).rejects.toThrow(DisposedError);
    expect(() => plan.run()).toThrow(DisposedError);
  });

  it('keeps integers and floats apart, and follows a reshape', async () => {
    const device = new ReferenceDevice();
    const x = tensor(device, [1, 4], [3, 9, 4, 1]);
    const made: Tensor[] = [];
    const program = trace(device, () => {
      const rows = reshape(add(x, x), [2, 2]);
      made.push(argmax(rows), sum(rows));
    });
    const plan = await device.prepare(program, made);
    plan.run();
    expect(await made[0].data()).toEqual(Uint32Array.of(1, 0));
    expect(await made[1].data()).toEqual(Float32Array.of(34));
  });

  it('changes variables in place, once a run', async () => {
    const device = new ReferenceDevice();
    const weight = new Variable(device, 'w', { shape: [2], dtype: 'f32', data: Float32Array.of(1, 2) });
    const [gradient, hyper] = [tensor(device, [2], [1, -1]), tensor(device, [1], [0.5])];
    const plan = await device.prepare(trace(device, () => sgdUpdate({ variable: weight, gradient, hyper })));
    plan.run();
    plan.run();
    expect(await weight.data()).toEqual(Float32Array.of(0, 3));
  });
});

describe('the reference device', () => {
  it('keeps f32 tensors in double precision when asked', async () => {
    const device = new ReferenceDevice({ precision: 'f64' });
    const x = tensor(device, [1], Float64Array.of(0.1));
    expect(device.memory).toEqual({ buffers: 1, bytes: 8 });
    expect(await add(x, x).data()).toEqual(Float64Array.of(0.2));
    const made: Tensor[] = [];
    const plan = await device.prepare(
      trace(device, () => {
        made.push(add(x, add(x, x)));
      }),
      made,
    );
    plan.run();
    expect(await made[0].data()).toEqual(Float64Array.of(0.1 + 0.2));
    const single = new ReferenceDevice();
    expect(await tensor(single, [1], Float64Array.of(0.1)).data()).toEqual(Float32Array.of(0.1));
  });

  it('gives no memory once disposed', () => {
    const device = new ReferenceDevice();
    device.dispose();
    expect(() => tensor(device, [1], [1])).toThrow(DisposedError);
  });
});
