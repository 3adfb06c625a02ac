import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { scope } from '../../src/engine/scope.ts';
import { type Tensor, tensor, Variable } from '../../src/engine/tensor.ts';
import { add, relu, reshape } from '../../src/ops/index.ts';

/** A device with one tensor that outlives all scopes. */
function setUp() {
  const device = new ReferenceDevice();
  return { device, x: tensor(device, [2], [-1, 2]) };
}

describe('scope', () => {
  it('frees what was made inside and keeps what is returned', async () => {
    const { device, x } = setUp();
    const y = scope(() => add(relu(add(x, x)), x));
    expect(device.memory.buffers).toBe(2);
    expect(await y.data()).toEqual(Float32Array.of(-1, 6));
    expect(await x.data()).toEqual(Float32Array.of(-1, 2));
  });

  it('keeps what is returned within arrays and plain objects, once', async () => {
    const { device, x } = setUp();
    const { list, named } = scope(() => {
      const y = relu(x);
      return { list: [y, [add(y, y)]] as const, named: { y, count: 3, nothing: null } };
    });
    expect(device.memory.buffers).toBe(3);
    expect(list[0]).toBe(named.y);
    expect(await list[1][0].data()).toEqual(Float32Array.of(0, 4));
  });

  it('returns objects that hold themselves, and class instances untouched', () => {
    const { device, x } = setUp();
    const loop: { y: Tensor; self?: unknown } = scope(() => {
      const made: { y: Tensor; self?: unknown } = { y: relu(x) };
      made.self = made;
      return made;
    });
    expect(loop.y.storage.isFreed).toBe(false);
    class Holder {
      readonly y = relu(x);
    }
    expect(scope(() => new Holder()).y.storage.isFreed).toBe(true);
    expect(device.memory.buffers).toBe(2);
  });

  it('hands what an inner scope returns to the outer one', () => {
    const { device, x } = setUp();
    scope(() => {
      const y = scope(() => relu(add(x, x)));
      expect(y.storage.isFreed).toBe(false);
      expect(device.memory.buffers).toBe(2);
    });
    expect(device.memory.buffers).toBe(1);
  });

  it('frees everything when the function throws', () => {
    const { device, x } = setUp();
    const fail = () =>
      scope(() => {
        relu(x);
        throw new Error('inside');
      });
    expect(fail).toThrow('inside');
    expect(device.memory.buffers).toBe(1);
    relu(x);
    expect(device.memory.buffers).toBe(2);
  });

  it('keeps the memory of a returned reshape', async () => {
    const { device, x } = setUp();
    const y = scope(() => reshape(relu(x), [1, 2]));
    expect(device.memory.buffers).toBe(2);
    expect(await y.data()).toEqual(Float32Array.of(0, 2));
  });

  it('frees no variable: it lives as long as its model', async () => {
    const { device } = setUp();
    const made: Variable[] = [];
    scope(() => {
      made.push(new Variable(device, 'bias', { shape: [1], dtype: 'f32', data: Float32Array.of(5) }));
    });
    expect(await made[0].data()).toEqual(Float32Array.of(5));
  });
});
