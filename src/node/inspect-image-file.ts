import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { type ImageFormat, imageFormatOf } from '../data/image-format.ts';
import { DataError } from '../errors.ts';
import { decodeImage, loadSharp } from './decode-image.ts';
import { readFileBounded } from './read-file-bounded.ts';

/** What the pixels of an image are stored as. */
export type StoredColor = 'gray' | 'rgb' | 'rgba' | 'cmyk';

/** What is known about an image file that can be read. */
export interface ImageFileFacts {
  readonly path: string;
  readonly format: ImageFormat;
  readonly height: number;
  readonly width: number;
  readonly color: StoredColor;
  /** The turn in its EXIF data, from 2 to 8; 1 without one. */
  readonly orientation: number;
  /** SHA-256 of the file. */
  readonly fileHash: string;
  /** SHA-256 of its size and its pixels as RGB. */
  readonly pixelHash: string;
}

/** Larger files are refused: 512 MB. */
const MAX_BYTES = 2 ** 29;

const ENDINGS: Readonly<Record<ImageFormat, readonly string[]>> = {
  bmp: ['.bmp'],
  gif: ['.gif'],
  jpeg: ['.jpeg', '.jpg'],
  png: ['.png'],
  webp: ['.webp'],
};

/** Whether the name of a file has the ending of another format than its content. */
export const hasWrongEnding = ({ path, format }: Pick<ImageFileFacts, 'path' | 'format'>): boolean =>
  !ENDINGS[format].includes(extname(path).toLowerCase());

/**
 * Reads and decodes an image file.
 *
 * @throws DataError with `reason` when it cannot be read.
 * @throws MissingPackageError when `sharp` is needed but not installed.
 */
export async function inspectImageFile(path: string): Promise<ImageFileFacts> {
  const { pixels, height, width } = await decodeImage(path, 'rgb');
  const bytes = await readFileBounded(path, MAX_BYTES);
  const format = imageFormatOf(bytes);
  if (format === undefined) throw new DataError(`${path} changed while it was read.`, { path, reason: 'it changed' });
  return {
    ...{ path, format, height, width },
    ...(format === 'bmp' ? { color: 'rgb', orientation: 1 } : await storedAs(bytes, format)),
    fileHash: createHash('sha256').update(bytes).digest('hex'),
    pixelHash: createHash('sha256').update(`${height}x${width}:`).update(pixels).digest('hex'),
  };
}

async function storedAs(
  bytes: Uint8Array,
  format: ImageFormat,
): Promise<{ readonly color: StoredColor; readonly orientation: number }> {
  const sharp = await loadSharp(format);
  const { space, hasAlpha, channels, orientation = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (space === 'cmyk') return { color: 'cmyk', orientation };
  if (channels !== undefined && channels < 3) return { color: 'gray', orientation };
  return { color: hasAlpha ? 'rgba' : 'rgb', orientation };
}
