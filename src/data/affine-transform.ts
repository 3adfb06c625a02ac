import type { Pixels } from './bilinear.ts';
import { type FilledCoordinate, type FillMode, fillCoordinate } from './fill-mode.ts';

/** Where an output pixel comes from: `row = yy * y + yx * x + y0` and `column = xy * y + xx * x + x0`. */
export interface AffineMatrix {
  readonly yy: number;
  readonly yx: number;
  readonly y0: number;
  readonly xy: number;
  readonly xx: number;
  readonly x0: number;
}

/** Parts of an affine transform of an image, by Keras's names; a part that is left out changes nothing. */
export interface AffineParts {
  /** Rotation in degrees. */
  readonly theta?: number;
  /** Shift of the columns in pixels: the image moves to the left by it. */
  readonly tx?: number;
  /** Shift of the rows in pixels: the image moves up by it. */
  readonly ty?: number;
  /** Shear in degrees. */
  readonly shear?: number;
  /** How many pixels of the image go into one, horizontally: below 1 enlarges. */
  readonly zx?: number;
  /** The same vertically. */
  readonly zy?: number;
}

/** What lies beyond the border of an image. */
export interface FillOptions {
  /** Default `'nearest'`. */
  readonly fillMode?: FillMode;
  /** The value of `'constant'`; default 0. */
  readonly cval?: number;
}

type Matrix2x3 = readonly [xx: number, xy: number, x0: number, yx: number, yy: number, y0: number];

/** The product of two matrices whose third row is 0, 0, 1. */
const product = (a: Matrix2x3, b: Matrix2x3): Matrix2x3 => [
  a[0] * b[0] + a[1] * b[3],
  a[0] * b[1] + a[1] * b[4],
  a[0] * b[2] + a[1] * b[5] + a[2],
  a[3] * b[0] + a[4] * b[3],
  a[3] * b[1] + a[4] * b[4],
  a[3] * b[2] + a[4] * b[5] + a[5],
];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * The matrix of Keras's `apply_affine_transform`: rotation · shift · shear · zoom about the center of the image, each on
 * columns and rows in this order.
 *
 * Keras's last releases exchange the two coordinates after the shifts and the center were put in, so that in them
 * `height_shift_range` moves columns and images that are not square turn about a point beside their center. Here both
 * are what Keras's documentation says; for square images and equal ranges the distribution is the same.
 *
 * @returns undefined when no part changes anything.
 */
export function affineMatrix(parts: AffineParts, height: number, width: number): AffineMatrix | undefined {
  const { theta = 0, tx = 0, ty = 0, shear = 0, zx = 1, zy = 1 } = parts;
  const factors: Matrix2x3[] = [];
  if (theta !== 0) {
    const [sin, cos] = [Math.sin(radians(theta)), Math.cos(radians(theta))];
    factors.push([cos, -sin, 0, sin, cos, 0]);
  }
  if (tx !== 0 || ty !== 0) factors.push([1, 0, tx, 0, 1, ty]);
  if (shear !== 0) factors.push([1, -Math.sin(radians(shear)), 0, 0, Math.cos(radians(shear)), 0]);
  if (zx !== 1 || zy !== 1) factors.push([zx, 0, 0, 0, zy, 0]);
  if (factors.length === 0) return undefined;
  const [centerX, centerY] = [width / 2 - 0.5, height / 2 - 0.5];
  const toCenter: Matrix2x3 = [1, 0, centerX, 0, 1, centerY];
  const fromCenter: Matrix2x3 = [1, 0, -centerX, 0, 1, -centerY];
  const [xx, xy, x0, yx, yy, y0] = [...factors, fromCenter].reduce(product, toCenter);
  return { yy, yx, y0, xy, xx, x0 };
}

/**
 * Resamples an image as `scipy.ndimage.affine_transform(order=1)`: each output pixel is mixed from the four around the
 * place that `matrix` gives. The size stays.
 *
 * @param out where the floats go; default a new array.
 * @returns `height * width * channels` floats.
 */
export function affineTransform(
  image: Pixels,
  matrix: AffineMatrix,
  { fillMode = 'nearest', cval = 0 }: FillOptions = {},
  out: Float32Array = new Float32Array(image.pixels.length),
): Float32Array {
  const { pixels, height, width, channels } = image;
  const { yy, yx, y0, xy, xx, x0 } = matrix;
  const rows: FilledCoordinate = { lower: 0, upper: 0, fraction: 0 };
  const columns: FilledCoordinate = { lower: 0, upper: 0, fraction: 0 };
  const stride = width * channels;
  let o = 0;
  for (let y = 0; y < height; y++) {
    const [rowStart, columnStart] = [yy * y + y0, xy * y + x0];
    for (let x = 0; x < width; x++) {
      const isInside =
        fillCoordinate(fillMode, rowStart + yx * x, height, rows) &&
        fillCoordinate(fillMode, columnStart + xx * x, width, columns);
      if (!isInside) {
        for (let c = 0; c < channels; c++) out[o++] = cval;
        continue;
      }
      const [down, right] = [rows.fraction, columns.fraction];
      const [up, left] = [1 - down, 1 - right];
      let a = rows.lower * stride + columns.lower * channels;
      let b = rows.lower * stride + columns.upper * channels;
      let c = rows.upper * stride + columns.lower * channels;
      let d = rows.upper * stride + columns.upper * channels;
      for (let channel = 0; channel < channels; channel++) {
        out[o++] = up * (left * pixels[a++] + right * pixels[b++]) + down * (left * pixels[c++] + right * pixels[d++]);
      }
    }
  }
  return out;
}
