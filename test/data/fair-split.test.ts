import { describe, expect, it } from 'vitest';
import { groupedSplit, stratifiedSplit } from '../../src/data/fair-split.ts';
import { DataError, ValueError } from '../../src/errors.ts';

const first = (name: string) => name[0];

describe('stratifiedSplit', () => {
  it('takes the last share of each class, and keeps the order', () => {
    const items = ['a1', 'b1', 'a2', 'a3', 'b2', 'a4', 'a5', 'b3', 'a6'];
    expect(stratifiedSplit(items, 0.34, first)).toEqual({
      training: ['a1', 'b1', 'a2', 'a3', 'b2', 'a4'],
      validation: ['a5', 'b3', 'a6'],
    });
  });

  it('refuses a class too small to be split', () => {
    expect(() => stratifiedSplit(['a1', 'a2', 'b1'], 0.5, first)).toThrow(DataError);
    expect(() => stratifiedSplit(['a1', 'a2'], 1, first)).toThrow(ValueError);
  });
});

describe('groupedSplit', () => {
  it('keeps groups together, the last ones that fit for validation', () => {
    // 4 of 10 are wanted: the groups d and c, of two each. Of the others, b would not fit.
    const items = ['a1', 'b1', 'b2', 'c1', 'a2', 'b3', 'c2', 'b4', 'd1', 'd2'];
    const { training, validation } = groupedSplit(items, 0.4, first);
    expect(validation).toEqual(['c1', 'c2', 'd1', 'd2']);
    expect(training).toEqual(['a1', 'b1', 'b2', 'a2', 'b3', 'b4']);
    expect(groupedSplit(['a1', 'b1', 'b2', 'b3', 'b4', 'c1'], 0.5, first).validation).toEqual(['a1', 'c1']);
  });

  it('refuses groups that are all too large', () => {
    expect(() => groupedSplit(['a1', 'a2', 'a3', 'b1', 'b2'], 0.2, first)).toThrow(
      /^1 of 5 items are to be split off, but the smallest of 2 groups has 2/,
    );
  });
});
