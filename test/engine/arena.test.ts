import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/engine/arena.ts';
import { trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { add, rescale, sgdUpdate } from '../../src/ops/index.ts';

const device = new ReferenceDevice();
const parts = [
  { name: 'kernel', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  { name: 'bias', shape: [3], data: Float32Array.of(5, 6, 7) },
];

describe('an arena', () => {
  it('holds its parts 256 bytes apart in one tensor, with zeros between them', async () => {
    const arena = new Arena(device, 'weights', parts, true);
    expect(arena.whole.shape).toEqual([128]);
    expect(arena.parts.map(({ name, shape, trainable }) => ({ name, shape, trainable }))).toEqual([
      { name: 'kernel', shape: [2, 2], trainable: true },
      { name: 'bias', shape: [3], trainable: true },
    ]);
    const all = await arena.whole.data();
    expect([...all.slice(0, 5)]).toEqual([1, 2, 3, 4, 0]);
    expect([...all.slice(64, 68)]).toEqual([5, 6, 7, 0]);
    expect([...(await arena.parts[1].data())]).toEqual([5, 6, 7]);
    arena.parts[1].assign(Float32Array.of(8, 9, 10));
    expect([...(await arena.whole.data()).slice(63, 67)]).toEqual([0, 8, 9, 10]);
  });

  it('is changed as a whole by one call', async () => {
    const arena = new Arena(device, 'weights', parts, true);
    const gradients = arena.like('gradient');
    for (const part of gradients.parts) part.assign(new Float32Array(part.size).fill(1));
    sgdUpdate({ variable: arena.whole, gradient: gradients.whole, hyper: tensor(device, [1], [0.5]) });
    expect([...(await arena.parts[0].data())]).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect([...(await arena.parts[1].data())]).toEqual([4.5, 5.5, 6.5]);
  });

  it('has calls of a trace write into its parts', async () => {
    const arena = new Arena(device, 'gradients', parts, false);
    const x = tensor(device, [3], [1, 2, 3]);
    const program = trace(device, () => {
      expect(arena.adopt(1, rescale(x, { scale: 2, offset: 0 }))).toBe(true);
    });
    const plan = await device.prepare(program);
    plan.run();
    expect([...(await arena.parts[1].data())]).toEqual([2, 4, 6]);
    expect([...(await arena.parts[0].data())]).toEqual([1, 2, 3, 4]);
  });

  it('takes in no tensor that has memory, or that another call reads', () => {
    const arena = new Arena(device, 'gradients', parts, false);
    const x = tensor(device, [3], [1, 2, 3]);
    expect(arena.adopt(1, x)).toBe(false);
    trace(device, () => {
      const y = rescale(x, { scale: 2, offset: 0 });
      add(y, y);
      expect(arena.adopt(1, x)).toBe(false);
      expect(arena.adopt(1, y)).toBe(false);
      expect(y.storage.isPlaced).toBe(false);
    });
  });

  it('is one of several where one would grow beyond 128 MiB', () => {
    const large = (name: string, elements: number) => ({ name, shape: [elements], data: new Float32Array(elements) });
    const arenas = Arena.pack(device, 'weights', [
      large('a', 2 ** 25),
      large('b', 1),
      large('c', 2 ** 24),
      large('d', 5),
    ]);
    expect(arenas.map(({ parts }) => parts.map(({ name }) => name))).toEqual([['a'], ['b', 'c', 'd']]);
  });
});
