import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kerasShuffle, kerasSplit } from '../../src/data/keras-split.ts';
import { DataError, ValueError } from '../../src/errors.ts';
import { range } from '../support/read-all.ts';

describe('kerasShuffle', () => {
  // From numpy.random.RandomState(seed).shuffle(list(range(n))).
  it.each([
    { seed: 123, n: 10, first: [4, 0, 7, 5, 8, 3, 1, 6, 9, 2], hash: '21fe383bbb800723' },
    { seed: 12, n: 10, first: [5, 8, 7, 0, 4, 9, 3, 2, 1, 6], hash: '11e95549c2cfa12c' },
    { seed: 12, n: 1600, first: [1432, 753, 677, 1437, 245, 1212, 1378, 869, 224, 978], hash: 'fa9c3069269909c0' },
  ])('equals numpy for seed $seed and $n items', ({ seed, n, first, hash }) => {
    const order = kerasShuffle(range(n), seed);
    expect(order.slice(0, 10)).toEqual(first);
    expect(createHash('sha256').update(order.join(',')).digest('hex').slice(0, 16)).toBe(hash);
  });

  it('leaves its input alone and takes short lists', () => {
    const items = ['a', 'b', 'c'];
    kerasShuffle(items, 3);
    expect(items).toEqual(['a', 'b', 'c']);
    expect(kerasShuffle([], 1)).toEqual([]);
    expect(kerasShuffle(['a'], 1)).toEqual(['a']);
  });
});

describe('kerasSplit', () => {
  it('keeps the last floor(split * n) items for validation', () => {
    expect(kerasSplit(range(7), 0.3)).toEqual({ training: [0, 1, 2, 3, 4], validation: [5, 6] });
    // 0.29 * 100 is 28.999999999999996 in floating point, in Python as here.
    expect(kerasSplit(range(100), 0.29).validation).toHaveLength(28);
  });

  it('refuses a split that leaves nothing for validation', () => {
    expect(() => kerasSplit(range(4), 0.2)).toThrow(DataError);
    expect(() => kerasSplit(range(4), 0.2)).toThrow('leaves none of 4 items for validation');
  });

  it.each([0, 1, -0.5, Number.NaN])('refuses a split of %s', (split) => {
    expect(() => kerasSplit(range(4), split)).toThrow(ValueError);
  });
});
