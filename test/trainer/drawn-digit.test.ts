import { describe, expect, it } from 'vitest';
import { drawnDigit, type Point } from '../../src/trainer/drawn-digit.ts';

const rows = (strokes: Point[][]): number[][] => {
  const { pixels } = drawnDigit(strokes);
  return Array.from({ length: 8 }, (_, y) => [...pixels.subarray(y * 8, y * 8 + 8)]);
};

describe('drawnDigit', () => {
  it('draws a stroke as high as the image, in the middle, as thick as the pen may be', () => {
    const drawn = rows([
      [
        [50, 20],
        [50, 90],
      ],
    ]);
    // A pen of radius 5 on 32 pixels: 10 of them wide, so all of the two columns in the middle and a quarter of the next.
    expect(drawn[4]).toEqual([0, 0, 64, 255, 255, 64, 0, 0]);
    expect(drawn[0]?.[3]).toBeGreaterThan(100);
    expect(drawn).toEqual(drawn.map((row) => [...row].reverse()));
  });

  it('does not depend on where and how large it is drawn', () => {
    const seven: Point[][] = [
      [
        [80, 60],
        [200, 60],
        [120, 230],
      ],
    ];
    const small = seven.map((stroke) => stroke.map(([x, y]): Point => [x / 4 + 7, y / 4 + 150]));
    expect(rows(small)).toEqual(rows(seven));
  });

  it('has about as much ink as the digits of the set', () => {
    const round: Point[] = Array.from({ length: 25 }, (_, i) => [
      100 + 40 * Math.cos((i * Math.PI) / 12),
      100 + 60 * Math.sin((i * Math.PI) / 12),
    ]);
    const ink = drawnDigit([round]).pixels.reduce((sum, level) => sum + level, 0) / 255;
    // 312 of 1024 pixels, in cells of 16.
    expect(ink * 16).toBeGreaterThan(290);
    expect(ink * 16).toBeLessThan(330);
  });

  it('draws a dot and a flat line', () => {
    expect(
      rows([[[5, 5]]])
        .flat()
        .some((level) => level > 0),
    ).toBe(true);
    expect(
      rows([
        [
          [5, 5],
          [200, 5],
        ],
      ])
        .flat()
        .every(Number.isFinite),
    ).toBe(true);
  });
});
