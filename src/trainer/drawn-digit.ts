import type { RawImage } from '../index.ts';

/** A point of a pen's way, in any unit. */
export type Point = readonly [x: number, y: number];

/** Side of the bitmaps that the bundled digits were counted from, in blocks of 4×4. */
const SIDE = 32;
const BLOCK = 4;
const CELLS = SIDE / BLOCK;
/** The widest that a digit becomes; those of the set leave the outer columns empty. */
const WIDEST = 24;
/** Pixels of ink in a digit of the set, of 1024. It hardly varies from digit to digit, so it decides the pen's width. */
const INK = 312;
const RADII = { least: 1.5, most: 5 };

/**
 * A drawing as an image of the bundled digits: as high as the image, centered, in 8×8 counts of inked pixels.
 * E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, https://doi.org/10.24432/C50P49
 *
 * @param strokes the pen's ways, at least one with at least one point.
 * @returns 8×8 gray levels from 0 to 255, white on black.
 */
export function drawnDigit(strokes: readonly (readonly Point[])[]): RawImage {
  const radius = radiusFor(strokes);
  const bitmap = draw(strokes, radius);
  const pixels = new Uint8Array(CELLS * CELLS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (bitmap[y * SIDE + x]) pixels[Math.floor(y / BLOCK) * CELLS + Math.floor(x / BLOCK)]++;
    }
  }
  const level = 255 / (BLOCK * BLOCK);
  return { pixels: pixels.map((count) => Math.round(count * level)), height: CELLS, width: CELLS, channels: 1 };
}

/** The pen's radius that gives as much ink as the digits of the set have, by bisection. */
function radiusFor(strokes: readonly (readonly Point[])[]): number {
  let { least, most } = RADII;
  for (let step = 0; step < 6; step++) {
    const middle = (least + most) / 2;
    const ink = draw(strokes, middle).reduce((sum, on) => sum + on, 0);
    if (ink < INK) least = middle;
    else most = middle;
  }
  return (least + most) / 2;
}

/** A bitmap of the strokes, scaled so that they fill the height with a pen of this radius. */
function draw(strokes: readonly (readonly Point[])[], radius: number): Uint8Array {
  const scaled = scaledTo(strokes, radius);
  const bitmap = new Uint8Array(SIDE * SIDE);
  for (const stroke of scaled) {
    stroke.forEach((end, i) => {
      inkSegment(bitmap, stroke[Math.max(i - 1, 0)] as Point, end, radius);
    });
  }
  return bitmap;
}

function scaledTo(strokes: readonly (readonly Point[])[], radius: number): Point[][] {
  const points = strokes.flat();
  const [left, top] = [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))];
  const width = Math.max(...points.map(([x]) => x)) - left;
  const height = Math.max(...points.map(([, y]) => y)) - top;
  const room = SIDE - 2 * radius;
  const scaleY = room / Math.max(height, width / 2, 1e-9);
  const scaleX = Math.min(scaleY, (WIDEST - 2 * radius) / Math.max(width, 1e-9));
  const place = ([x, y]: Point): Point => [
    SIDE / 2 + (x - left - width / 2) * scaleX,
    SIDE / 2 + (y - top - height / 2) * scaleY,
  ];
  return strokes.map((stroke) => stroke.map(place));
}

/** Inks the pixels whose centers lie within the radius of a segment. */
function inkSegment(bitmap: Uint8Array, [ax, ay]: Point, [bx, by]: Point, radius: number): void {
  const [dx, dy] = [bx - ax, by - ay];
  const squaredLength = dx * dx + dy * dy;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const along = squaredLength === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squaredLength));
      if ((px - along * dx) ** 2 + (py - along * dy) ** 2 <= radius * radius) bitmap[y * SIDE + x] = 1;
    }
  }
}
