import { describe, expect, it } from 'vitest';
import { affineMatrix, affineTransform } from '../../src/data/affine-transform.ts';
import type { Pixels } from '../../src/data/bilinear.ts';
import { FILL_MODES, type FillMode } from '../../src/data/fill-mode.ts';

const gray = (height: number, width: number, values: readonly number[]): Pixels => ({
  pixels: Float32Array.from(values),
  ...{ height, width, channels: 1 },
});

const rounded = (values: Iterable<number>) => Array.from(values, (value) => Number(value.toFixed(4)));

/** One row of five, moved so that its first pixel comes from `tx`. */
const shifted = (tx: number, fillMode: FillMode) =>
  rounded(affineTransform(gray(1, 5, [0, 1, 2, 3, 4]), affineMatrix({ tx }, 1, 5)!, { fillMode, cval: -10 }));

describe('affineMatrix', () => {
  it('is nothing when no part changes anything', () => {
    expect(affineMatrix({}, 4, 4)).toBeUndefined();
    expect(affineMatrix({ theta: 0, tx: 0, ty: 0, shear: 0, zx: 1, zy: 1 }, 4, 4)).toBeUndefined();
  });

  it('shifts columns by tx and rows by ty', () => {
    expect(affineMatrix({ tx: 3, ty: -2 }, 10, 6)).toEqual({ yy: 1, yx: 0, y0: -2, xy: 0, xx: 1, x0: 3 });
  });

  it('zooms about the center', () => {
    expect(affineMatrix({ zx: 0.5, zy: 2 }, 5, 9)).toEqual({ yy: 2, yx: 0, y0: -2, xy: 0, xx: 0.5, x0: 2 });
  });

  it('turns about the center', () => {
    // At 90 degrees column x comes from row x, seen from the center (2 columns, 1 row): x' = -(y - 1) + 2, y' = x - 2 + 1.
    const { yy, yx, y0, xy, xx, x0 } = affineMatrix({ theta: 90 }, 3, 5)!;
    expect(rounded([yy, yx, y0, xy, xx, x0]).map((value) => value + 0)).toEqual([0, 1, -1, -1, 0, 3]);
  });

  it('takes the shear in degrees', () => {
    // sin 30° = 1/2, cos 30° = 0.8660; the center of 3 by 3 is (1, 1).
    const { yy, yx, y0, xy, xx, x0 } = affineMatrix({ shear: 30 }, 3, 3)!;
    expect(rounded([yy, yx, y0, xy, xx, x0])).toEqual([0.866, 0, 0.134, -0.5, 1, 0.5]);
  });

  it('multiplies rotation, shift, shear and zoom in this order', () => {
    const { yy, yx, y0, xy, xx, x0 } = affineMatrix(
      { theta: 25, tx: 1.3, ty: -0.7, shear: 15, zx: 1.4, zy: 0.8 },
      4,
      4,
    )!;
    expect(rounded([yy, yx, y0, xy, xx, x0])).toEqual([0.6128, 0.5917, -0.3918, -0.5142, 1.2688, 1.8421]);
  });
});

describe('affineTransform', () => {
  it('gives the same image for the identity, bit for bit', () => {
    const pixels = Float32Array.from({ length: 5 * 4 * 3 }, (_, i) => Math.sin(i) * 1e3);
    const image = { pixels, height: 5, width: 4, channels: 3 };
    for (const fillMode of FILL_MODES) {
      expect(affineTransform(image, { yy: 1, yx: 0, y0: 0, xy: 0, xx: 1, x0: 0 }, { fillMode })).toEqual(pixels);
    }
  });

  it('turns by 90 degrees against the clock', () => {
    const turned = affineTransform(gray(3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]), affineMatrix({ theta: 90 }, 3, 3)!);
    expect(rounded(turned)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  it('shears rows, those above the center to the left', () => {
    const sheared = affineTransform(gray(3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]), affineMatrix({ shear: 30 }, 3, 3)!);
    expect(rounded(sheared)).toEqual([1.9019, 2.9019, 3.4019, 4, 5, 6, 6.5981, 7.0981, 8.0981]);
  });

  it('zooms in by a factor below 1', () => {
    const image = gray(2, 4, [0, 10, 20, 30, 40, 50, 60, 70]);
    expect(rounded(affineTransform(image, affineMatrix({ zx: 0.5 }, 2, 4)!))).toEqual([
      7.5, 12.5, 17.5, 22.5, 47.5, 52.5, 57.5, 62.5,
    ]);
  });

  it.each<[FillMode, number[], number[]]>([
    ['nearest', [1.5, 2.5, 3.5, 4, 4], [0, 0, 0, 1, 2]],
    ['reflect', [1.5, 2.5, 3.5, 4, 3.5], [1, 0, 0, 1, 2]],
    ['wrap', [1.5, 2.5, 3.5, 0.5, 1.5], [2, 3, 0, 1, 2]],
    ['constant', [1.5, 2.5, 3.5, -10, -10], [-10, -10, 0, 1, 2]],
  ])('fills what a shift leaves: %s', (mode, byOneAndAHalf, byMinusTwo) => {
    expect(shifted(1.5, mode)).toEqual(byOneAndAHalf);
    expect(shifted(-2, mode)).toEqual(byMinusTwo);
  });

  it.each<[FillMode, number[]]>([
    [
      'nearest',
      [
        3.5264, 16.9961, 40.6627, 76.5928, 7.8694, 36.8712, 78.117, 120.717, 19.5844, 64.5901, 122.7928, 184.3261,
        41.2088, 95.3518, 182.2858, 225,
      ],
    ],
    [
      'reflect',
      [
        3.5264, 16.9961, 36.3587, 51.4035, 7.8694, 36.8712, 78.117, 97.1991, 19.5844, 64.5901, 122.7928, 168.2816,
        41.2088, 95.3518, 182.2858, 221.9279,
      ],
    ],
    [
      'wrap',
      [
        154.623, 3.4869, 23.5421, 70.9476, 7.8694, 36.8712, 46.0017, 102.5665, 19.5844, 64.5901, 71.4002, 149.3877,
        41.2088, 95.3518, 182.2858, 6.8275,
      ],
    ],
    ['constant', [-5, -5, -5, -5, 7.8694, 36.8712, -5, -5, 19.5844, 64.5901, -5, -5, 41.2088, 95.3518, 182.2858, -5]],
  ])('gives what scipy.ndimage.affine_transform gives for all parts at once: %s', (fillMode, expected) => {
    const image = gray(
      4,
      4,
      [...Array(16).keys()].map((i) => i * i),
    );
    const matrix = affineMatrix({ theta: 25, tx: 1.3, ty: -0.7, shear: 15, zx: 1.4, zy: 0.8 }, 4, 4)!;
    expect(rounded(affineTransform(image, matrix, { fillMode, cval: -5 }))).toEqual(expected);
  });

  it('keeps channels apart and writes where it is told', () => {
    const pixels = Uint8Array.of(10, 100, 200, 20, 110, 210);
    const out = new Float32Array(6).fill(7);
    const result = affineTransform(
      { pixels, height: 1, width: 2, channels: 3 },
      affineMatrix({ tx: 0.5 }, 1, 2)!,
      {},
      out,
    );
    expect(result).toBe(out);
    expect([...out]).toEqual([15, 105, 205, 20, 110, 210]);
  });
});
