import type { HostTensor } from '../../engine/shape.ts';
import { randomWords, unitInterval } from './random.ts';

/** What numbers are drawn between, each as likely as any other. */
export type Range = readonly [low: number, high: number];

export interface RandomTransformsAttrs {
  /** Number of images. */
  readonly batch: number;
  /** Tells uses of one seed apart: a number below 2^32, another for every layer. */
  readonly salt: number;
  /** Size of the images in pixels. */
  readonly height: number;
  readonly width: number;
  /** Along which axes every second image, by chance, is mirrored. */
  readonly flip: 'horizontal' | 'vertical' | 'horizontal_and_vertical' | null;
  /** In full turns, counter-clockwise. */
  readonly rotation: Range;
  /** A share of the size: 0.5 makes images lower by a third, −0.5 twice as high. */
  readonly zoomHeight: Range;
  /** Null draws no number of its own: the width is zoomed like the height. */
  readonly zoomWidth: Range | null;
  /** A share of the height, downwards. */
  readonly translationHeight: Range;
  /** A share of the width, to the right. */
  readonly translationWidth: Range;
}

/**
 * transforms[b] = F·R·Z·T: images are mirrored, turned by φ, zoomed and moved by (m, n) pixels, in this order. With
 * e = 1 + the zoom and (p, q) the image's center, the column and row that an output pixel (j, i) reads are
 *
 *     u = eWidth·(j − n − q)      v = eHeight·(i − m − p)
 *     column = q ± (cos φ·u − sin φ·v)      row = p ± (sin φ·u + cos φ·v)
 *
 * These are the transforms of Keras's RandomFlip, RandomRotation, RandomZoom and RandomTranslation. Their numbers come
 * from the random words of (seed, salt, 3b), (seed, salt, 3b+1) and (seed, salt, 3b+2).
 */
export function randomTransforms(seed: HostTensor, transforms: HostTensor, attrs: RandomTransformsAttrs): void {
  const { batch, salt, height, width, flip } = attrs;
  const p = (height - 1) / 2;
  const q = (width - 1) / 2;
  for (let b = 0; b < batch; b++) {
    const [columns, rows, turn] = randomWords(seed.data[0], salt, 3 * b);
    const [tall, wide] = randomWords(seed.data[0], salt, 3 * b + 1);
    const [down, right] = randomWords(seed.data[0], salt, 3 * b + 2);
    const signOfColumns = flip !== null && flip !== 'vertical' && columns < 2 ** 31 ? -1 : 1;
    const signOfRows = flip !== null && flip !== 'horizontal' && rows < 2 ** 31 ? -1 : 1;
    const [cosine, sine] = cosineAndSine(drawn(attrs.rotation, turn));
    const eHeight = 1 + drawn(attrs.zoomHeight, tall);
    const eWidth = attrs.zoomWidth === null ? eHeight : 1 + drawn(attrs.zoomWidth, wide);
    const m = height * drawn(attrs.translationHeight, down);
    const n = width * drawn(attrs.translationWidth, right);
    const t0 = signOfColumns * cosine * eWidth;
    const t1 = -signOfColumns * sine * eHeight;
    const t3 = signOfRows * sine * eWidth;
    const t4 = signOfRows * cosine * eHeight;
    transforms.data.set([t0, t1, q - t0 * (q + n) - t1 * (p + m), t3, t4, p - t3 * (q + n) - t4 * (p + m)], 6 * b);
  }
}

const drawn = ([low, high]: Range, word: number): number => low + (high - low) * unitInterval(word);

/** Cosine and sine of an angle in full turns, exact at whole quarters, which are taken off first. */
function cosineAndSine(turns: number): readonly [number, number] {
  const quarters = Math.round(4 * turns);
  const angle = 2 * Math.PI * (turns - quarters / 4);
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  switch (quarters & 3) {
    case 0:
      return [cosine, sine];
    case 1:
      return [-sine, cosine];
    case 2:
      return [-cosine, -sine];
    default:
      return [sine, -cosine];
  }
}
