import { describe, expect, it } from 'vitest';
import { type FillMode, fillCoordinate } from '../../src/data/fill-mode.ts';

/** The value at a place of the row 0, 1, 2, 3, 4, as scipy.ndimage mixes it; undefined outside. */
function valueAt(mode: FillMode, at: number, length = 5): number | undefined {
  const place = { lower: 0, upper: 0, fraction: 0 };
  if (!fillCoordinate(mode, at, length, place)) return undefined;
  return Number(((1 - place.fraction) * place.lower + place.fraction * place.upper).toFixed(9));
}

describe('fillCoordinate', () => {
  it.each<FillMode>(['nearest', 'reflect', 'wrap', 'constant'])('leaves places inside alone: %s', (mode) => {
    expect([0, 0.25, 1.5, 3.75, 4].map((at) => valueAt(mode, at))).toEqual([0, 0.25, 1.5, 3.75, 4]);
  });

  it.each<[FillMode, number[]]>([
    ['nearest', [0, 0, 0, 4, 4, 4]],
    ['reflect', [0.5, 0, 0, 4, 3.5, 0.75]],
    ['wrap', [2.5, 3, 3.75, 0.25, 1.5, 2.75]],
  ])('gives what scipy.ndimage gives outside: %s', (mode, expected) => {
    expect([-1.5, -1, -0.25, 4.25, 5.5, 10.75].map((at) => valueAt(mode, at))).toEqual(expected);
  });

  it('finds nothing outside with a constant', () => {
    expect([-1e-9, 4.000001, -7].map((at) => valueAt('constant', at))).toEqual([undefined, undefined, undefined]);
  });

  it('finds the only pixel of an axis everywhere', () => {
    for (const mode of ['nearest', 'reflect', 'wrap'] as const) expect(valueAt(mode, -3.5, 1)).toBe(0);
  });
});
