import type { Batch } from '../../data/batch.ts';
import { MissingPackageError } from '../../errors.ts';
import { type Mistake, type Predictions, worstMistakes } from '../../evaluation/index.ts';
import { loadSharp, type Sharp } from '../decode-image.ts';
import type { PicturedMistake } from './report-content.ts';

/** An image that was mistaken, as bytes. */
interface Kept {
  readonly mistake: Mistake;
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
}

/** Larger images are shrunk to this side. */
const LARGEST_SIDE = 160;
/** Smaller ones are kept exactly, larger ones as photos. */
const SMALL_SIDE = 64;

/** Keeps the images of the worst mistakes while a data set passes by: {@link onBatch} is for `collectPredictions`. */
export class MistakePictures {
  readonly #count: number;
  #kept: Kept[] = [];
  #seen = 0;

  /** @param count how many mistakes are kept at most; default 12. */
  constructor(count = 12) {
    this.#count = count;
  }

  readonly onBatch = (batch: Batch, predictions: Predictions): void => {
    for (const mistake of worstMistakes(predictions, this.#count)) {
      const image = imageOf(batch, mistake.index);
      if (image === null) continue;
      this.#kept.push({ mistake: { ...mistake, index: mistake.index + this.#seen }, ...image });
    }
    this.#seen += predictions.labels.length;
    this.#kept.sort(({ mistake: a }, { mistake: b }) => b.score - a.score || a.index - b.index);
    this.#kept = this.#kept.slice(0, this.#count);
  };

  /** The worst mistakes so far, with pictures where the package `sharp` can make them. */
  async pictured(): Promise<PicturedMistake[]> {
    const sharp = await loadSharp('png').catch((error: unknown) => {
      if (error instanceof MissingPackageError) return null;
      throw error;
    });
    return Promise.all(
      this.#kept.map(async (kept) => ({ ...kept.mistake, picture: sharp && (await pictureOf(kept, sharp)) })),
    );
  }
}

/** A copy of one image of a batch; null where the samples are no images. */
function imageOf({ x, xShape }: Batch, index: number): Omit<Kept, 'mistake'> | null {
  const [, height, width, channels] = xShape;
  if (xShape.length !== 4 || (channels !== 1 && channels !== 3 && channels !== 4)) return null;
  const size = (height as number) * (width as number) * channels;
  const values = x.subarray(index * size, (index + 1) * size);
  return { pixels: bytesOf(values), height: height as number, width: width as number, channels };
}

/** Floats are stretched from 0, or the least below it, to 1, or the greatest above it. */
function bytesOf(values: Float32Array | Uint8Array): Uint8Array {
  if (values instanceof Uint8Array) return values.slice();
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 1);
  return Uint8Array.from(values, (value) => Math.round((255 * (value - low)) / (high - low)));
}

async function pictureOf({ pixels, height, width, channels }: Kept, sharp: Sharp): Promise<string> {
  const image = sharp(pixels, { raw: { width, height, channels } });
  if (Math.max(width, height) <= SMALL_SIDE) return dataAddress('image/png', await image.png().toBuffer());
  image.resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true });
  return dataAddress('image/jpeg', await image.removeAlpha().jpeg({ quality: 85 }).toBuffer());
}

const dataAddress = (type: string, bytes: Buffer): string => `data:${type};base64,${bytes.toString('base64')}`;
