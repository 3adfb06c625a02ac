import type { HostTensor } from '../../engine/shape.ts';

/**
 * What lies beyond the image, by Keras's names: `reflect` (d c b a | a b c d | d c b a), `wrap` (a b c d | a b c d |
 * a b c d), `nearest` (a a a a | a b c d | d d d d), `constant` (k k k k | a b c d | k k k k).
 */
export type FillMode = 'reflect' | 'wrap' | 'constant' | 'nearest';

export interface AffineTransformAttrs {
  readonly fillMode: FillMode;
  /** What lies beyond the image with `constant`. */
  readonly fillValue: number;
  /** Mixes the four pixels around, or takes the nearest. */
  readonly interpolation: 'bilinear' | 'nearest';
}

/**
 * y[b,i,j,c] = x of image b and channel c at row r and column s, where t = transforms[b] and
 *
 *     s = t0·j + t1·i + t2        r = t3·j + t4·i + t5
 *
 * Between pixels: (1−ρ)(1−σ)·x[⌊r⌋,⌊s⌋] + (1−ρ)σ·x[⌊r⌋,⌊s⌋+1] + ρ(1−σ)·x[⌊r⌋+1,⌊s⌋] + ρσ·x[⌊r⌋+1,⌊s⌋+1] with
 * ρ = r − ⌊r⌋ and σ = s − ⌊s⌋, or x[⌊r+½⌋,⌊s+½⌋] for `nearest`. The fill mode says what x is beyond the image.
 */
export function affineTransform(
  x: HostTensor,
  transforms: HostTensor,
  y: HostTensor,
  attrs: AffineTransformAttrs,
): void {
  const [batch, height, width, channels] = x.shape;
  const valueAt = (b: number, row: number, column: number, c: number): number => {
    const i = inside(row, height, attrs.fillMode);
    const j = inside(column, width, attrs.fillMode);
    const isBeyond = i < 0 || i >= height || j < 0 || j >= width;
    return isBeyond ? attrs.fillValue : x.data[((b * height + i) * width + j) * channels + c];
  };
  for (let b = 0; b < batch; b++) {
    const [t0, t1, t2, t3, t4, t5] = transforms.data.subarray(6 * b, 6 * b + 6);
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const s = t0 * j + t1 * i + t2;
        const r = t3 * j + t4 * i + t5;
        for (let c = 0; c < channels; c++) {
          let value: number;
          if (attrs.interpolation === 'nearest') {
            value = valueAt(b, Math.floor(r + 0.5), Math.floor(s + 0.5), c);
          } else {
            const top = Math.floor(r);
            const left = Math.floor(s);
            const rho = r - top;
            const sigma = s - left;
            const upper = (1 - sigma) * valueAt(b, top, left, c) + sigma * valueAt(b, top, left + 1, c);
            const lower = (1 - sigma) * valueAt(b, top + 1, left, c) + sigma * valueAt(b, top + 1, left + 1, c);
            value = (1 - rho) * upper + rho * lower;
          }
          y.data[((b * height + i) * width + j) * channels + c] = value;
        }
      }
    }
  }
}

/** The row or column, of `size`, that stands for row or column `at`; `at` itself for `constant`. */
function inside(at: number, size: number, fillMode: FillMode): number {
  switch (fillMode) {
    case 'reflect': {
      const folded = modulo(at, 2 * size);
      return Math.min(folded, 2 * size - 1 - folded);
    }
    case 'wrap':
      return modulo(at, size);
    case 'nearest':
      return Math.min(Math.max(at, 0), size - 1);
    case 'constant':
      return at;
  }
}

/** The remainder that is never negative. */
const modulo = (a: number, n: number): number => ((a % n) + n) % n;
