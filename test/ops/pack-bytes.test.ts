import { describe, expect, it } from 'vitest';
import { spec } from '../../src/engine/shape.ts';
import { ShapeError } from '../../src/errors.ts';
import { packBytes, unpackBytesOp } from '../../src/ops/index.ts';

describe('packBytes', () => {
  it('shares the memory of whole words', () => {
    const bytes = Uint8Array.of(9, 9, 9, 9, 1, 0, 0, 128);
    const words = packBytes(bytes.subarray(4));
    expect([...words]).toEqual([0x80000001]);
    expect(words.buffer).toBe(bytes.buffer);
  });

  it('copies what ends or begins within a word, and fills up with zeros', () => {
    const bytes = Uint8Array.of(9, 1, 2, 3, 4, 5);
    expect([...packBytes(bytes.subarray(1))]).toEqual([0x04030201, 5]);
    expect([...packBytes(bytes.subarray(1, 5))]).toEqual([0x04030201]);
  });
});

describe('unpackBytes', () => {
  it('refuses more or fewer words than its shape takes', () => {
    const shape = [1, 5, 1];
    expect(unpackBytesOp.outputs({ words: spec([2], 'u32') }, { shape })).toEqual({ y: spec(shape) });
    expect(() => unpackBytesOp.outputs({ words: spec([1], 'u32') }, { shape })).toThrow(ShapeError);
    expect(() => unpackBytesOp.outputs({ words: spec([3], 'u32') }, { shape })).toThrow('[1, 5, 1] takes [2]');
  });
});
