import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { axisRuns, reducedShape, reductionGeometry } from '../../src/kernels/reduction.ts';

describe('reductions', () => {
  it('groups neighboring axes, innermost first', () => {
    expect(axisRuns(4, [0, 3, 1], 'sum')).toEqual([
      { first: 3, last: 3 },
      { first: 0, last: 1 },
    ]);
    expect(axisRuns(3, undefined, 'sum')).toEqual([{ first: 0, last: 2 }]);
    expect(axisRuns(3, -1, 'sum')).toEqual([{ first: 2, last: 2 }]);
    expect(axisRuns(0, undefined, 'sum')).toEqual([]);
  });

  it.each([[3], [-4], [0.5], [[1, -2]]])('refuses axis %j of a tensor of rank 3', (axis) => {
    expect(() => axisRuns(3, axis, 'sum')).toThrow(ShapeError);
  });

  it('sees a tensor as outer, length and inner', () => {
    expect(reductionGeometry([2, 3, 4, 5], { first: 1, last: 2 })).toEqual({ outer: 2, length: 12, inner: 5 });
    expect(reducedShape([2, 3, 4, 5], { first: 1, last: 2 }, false)).toEqual([2, 5]);
    expect(reducedShape([2, 3, 4, 5], { first: 1, last: 2 }, true)).toEqual([2, 1, 1, 5]);
  });
});
