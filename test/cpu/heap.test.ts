import { describe, expect, it } from 'vitest';
import { Heap } from '../../src/engine/cpu/heap.ts';
import { GpuOutOfMemoryError } from '../../src/errors.ts';

const PAGE = 65_536;
const memory = (maximum: number) => new WebAssembly.Memory({ initial: 1, maximum });

describe('the heap', () => {
  it('gives ranges that begin at cache lines and do not overlap', () => {
    const heap = new Heap(memory(4), 100);
    const blocks = [4, 100, 64].map((bytes) => heap.take(bytes, 'a test'));
    expect(blocks).toEqual([
      { address: 128, bytes: 64 },
      { address: 192, bytes: 128 },
      { address: 320, bytes: 64 },
    ]);
    expect(heap.memory).toEqual({ buffers: 3, bytes: 256 });
  });

  it('takes the smallest free range that fits, and merges neighbors', () => {
    const heap = new Heap(memory(4), 0);
    const [a, b, c, d, e] = [256, 64, 128, 64, 64].map((bytes) => heap.take(bytes, 'a test'));
    heap.releaser(a as never)();
    heap.releaser(c as never)();
    expect(heap.take(128, 'a test').address).toBe(c?.address);
    heap.releaser(b as never)();
    expect(heap.take(320, 'a test').address).toBe(0);
    heap.releaser(d as never)();
    heap.releaser(e as never)();
    expect(heap.memory).toEqual({ buffers: 2, bytes: 448 });
    expect(heap.take(192, 'a test').address).toBe(d?.address);
  });

  it('grows the memory, and says what is taken when there is no more', () => {
    const own = memory(4);
    const heap = new Heap(own, 0);
    heap.take(2 * PAGE, 'a test');
    expect(own.buffer.byteLength).toBeGreaterThan(2 * PAGE);
    const attempt = () => heap.take(3 * PAGE, 'a tensor [3]');
    expect(attempt).toThrow(GpuOutOfMemoryError);
    expect(attempt).toThrow('There is no memory for a tensor [3] of 196608 bytes: 131072 bytes are taken');
    expect(heap.take(PAGE, 'a test').address).toBe(2 * PAGE);
  });
});
