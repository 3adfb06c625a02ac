import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { broadcastShape, broadcastStrides, mergeBroadcast } from '../../src/kernels/broadcast.ts';

describe('broadcasting', () => {
  it('aligns shapes at the last axis', () => {
    expect(broadcastShape([2, 3, 4], [4], 'add')).toEqual([2, 3, 4]);
    expect(broadcastShape([2, 1], [1, 3], 'add')).toEqual([2, 3]);
    expect(broadcastShape([], [5], 'add')).toEqual([5]);
  });

  it('refuses sizes that differ', () => {
    expect(() => broadcastShape([2, 3], [2], 'add')).toThrow(
      new ShapeError(
        'add',
        { a: [2, 3], b: [2] },
        'cannot broadcast [2, 3] with [2]; aligned at the last axis, sizes must be equal or 1.',
      ),
    );
  });

  it('gives stride 0 to repeated axes', () => {
    expect(broadcastStrides([3, 1], [2, 3, 4])).toEqual([0, 1, 0]);
    expect(broadcastStrides([2, 3, 4], [2, 3, 4])).toEqual([12, 4, 1]);
  });

  it('merges neighbors that repeat alike', () => {
    expect(mergeBroadcast([2, 3, 4, 5], [4, 5], [2, 3, 4, 5], 'add')).toEqual({
      sizes: [1, 1, 6, 20],
      aStrides: [0, 0, 20, 1],
      bStrides: [0, 0, 0, 1],
    });
  });

  it('refuses more than four alternations', () => {
    const a = [2, 1, 2, 1, 2];
    expect(() => mergeBroadcast(a, [1, 2, 1, 2, 1], [2, 2, 2, 2, 2], 'add')).toThrow(
      '5 times; at most 4 are supported',
    );
  });
});
