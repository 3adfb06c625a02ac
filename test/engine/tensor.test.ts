import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { releaseWhenForgotten, Storage } from '../../src/engine/storage.ts';
import { empty, tensor, Variable } from '../../src/engine/tensor.ts';
import { DisposedError, ShapeError } from '../../src/errors.ts';
import { relu, reshape } from '../../src/ops/index.ts';
import { collectGarbageUntil } from '../support/garbage.ts';

describe('tensor', () => {
  const device = new ReferenceDevice();

  it('copies what it is given, and gives copies', async () => {
    const source = Float32Array.of(1, 2, 3, 4);
    const x = tensor(device, [2, 2], source);
    source[0] = 9;
    const first = await x.data();
    first[1] = 9;
    expect(await x.data()).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(`${x}`).toBe('Tensor(f32 [2, 2] on reference)');
  });

  it('takes its element type from the array', () => {
    expect(tensor(device, [1], [3]).dtype).toBe('f32');
    expect(tensor(device, [1], Float64Array.of(3)).dtype).toBe('f32');
    expect(tensor(device, [1], Uint32Array.of(3)).dtype).toBe('u32');
  });

  it('refuses shapes with sizes that are not positive integers', () => {
    for (const shape of [[0], [2, -1], [1.5], [Number.NaN]]) {
      expect(() => empty(device, { shape, dtype: 'f32' })).toThrow(ShapeError);
    }
  });

  it('refuses data of another length, with both numbers', () => {
    expect(() => tensor(device, [2, 2], [1, 2, 3])).toThrow('got 3 elements for a tensor [2, 2]; 4 are expected');
  });
});

describe('Variable', () => {
  it('is replaced by data of its size only', async () => {
    const device = new ReferenceDevice();
    const weight = new Variable(device, 'kernel', { shape: [2], dtype: 'f32', data: Float32Array.of(1, 2) });
    weight.assign(Float32Array.of(3, 4));
    expect(() => weight.assign(Float32Array.of(5))).toThrow(ShapeError);
    expect(() => weight.assign(Float32Array.of(5, 6, 7))).toThrow(ShapeError);
    expect(await weight.data()).toEqual(Float32Array.of(3, 4));
    expect({ name: weight.name, trainable: weight.trainable }).toEqual({ name: 'kernel', trainable: true });
  });
});

describe('dispose', () => {
  it('frees the memory once, however often it is called', () => {
    const device = new ReferenceDevice();
    const [x] = [tensor(device, [3], [1, 2, 3]), tensor(device, [2], [1, 2])];
    expect(device.memory).toEqual({ buffers: 2, bytes: 20 });
    x.dispose();
    x.dispose();
    expect(device.memory).toEqual({ buffers: 1, bytes: 8 });
  });

  it('makes every use an error that names it', async () => {
    const x = tensor(new ReferenceDevice(), [3], [1, 2, 3]);
    x.dispose();
    expect(() => relu(x)).toThrow(DisposedError);
    expect(() => relu(x)).toThrow('relu: input "x" [3] was used after it was disposed');
    expect(() => x.device.write(x, Float32Array.of(1, 2, 3))).toThrow(DisposedError);
    await expect(x.data()).rejects.toThrow(DisposedError);
  });

  it('frees memory that a reshape shares only with the last of both', async () => {
    const device = new ReferenceDevice();
    const x = tensor(device, [4], [1, 2, 3, 4]);
    const y = reshape(x, [2, 2]);
    expect(device.memory.buffers).toBe(1);
    x.dispose();
    x.dispose();
    expect(device.memory.buffers).toBe(1);
    expect(await y.data()).toEqual(Float32Array.of(1, 2, 3, 4));
    y.dispose();
    expect(device.memory).toEqual({ buffers: 0, bytes: 0 });
  });
});

describe('Storage', () => {
  it('releases its memory with the last reference, and once', () => {
    let released = 0;
    const storage = new Storage(4).place({}, () => released++);
    storage.retain();
    storage.retain();
    storage.drop();
    expect({ released, isPlaced: storage.isPlaced, isFreed: storage.isFreed }).toEqual({
      released: 0,
      isPlaced: true,
      isFreed: false,
    });
    storage.drop();
    storage.drop();
    expect({ released, isPlaced: storage.isPlaced, isFreed: storage.isFreed }).toEqual({
      released: 1,
      isPlaced: false,
      isFreed: true,
    });
    expect(() => storage.memory).toThrow(DisposedError);
  });

  it('calls a release function at most once', () => {
    let released = 0;
    const release = releaseWhenForgotten({}, () => released++);
    release();
    release();
    expect(released).toBe(1);
  });

  it('gives memory back when the tensor is forgotten', async () => {
    const device = new ReferenceDevice();
    const kept = tensor(device, [1], [1]);
    const forget = () => void tensor(device, [100], new Float32Array(100));
    forget();
    expect(device.memory.buffers).toBe(2);
    await collectGarbageUntil(() => device.memory.buffers === 1);
    expect(device.memory).toEqual({ buffers: 1, bytes: 4 });
    expect(await kept.data()).toEqual(Float32Array.of(1));
  });
});
