import { DataError } from '../errors.ts';
import type { ImageFormat } from './image-format.ts';

// What every decoder of images holds to, in Node and in pages.

/** Whether the turn in the EXIF data of a photo is applied. */
export type ExifMode = 'ignore' | 'auto';

/** Images of more pixels are refused before they are decoded: 134 million, enough for a 108-megapixel camera. */
export const MAX_PIXELS = 2 ** 27;

/** What is said of a file that is none of the formats that can be decoded. */
export const NOT_AN_IMAGE = 'its content is not a BMP, GIF, JPEG, PNG or WebP image';

/** What is said of a file of no bytes. */
export const EMPTY_FILE = 'the file is empty';

/**
 * Refuses an image of more than {@link MAX_PIXELS} pixels.
 *
 * @throws DataError with the size.
 */
export function checkPixelCount(width: number, height: number): void {
  if (width * height <= MAX_PIXELS) return;
  throw new DataError(`it has ${width}x${height} pixels, more than the limit of ${MAX_PIXELS}`);
}

/** The error for an image that its decoder refuses, whose own message is of no use to people. */
export const damaged = (format: ImageFormat, cause: unknown): DataError =>
  new DataError(`its ${format.toUpperCase()} data is damaged or cut short`, {}, { cause });

/** The error for an image that cannot be read; `reason` is the second half of a sentence, without a period. */
export const unreadable = (path: string, reason: string, cause: unknown): DataError =>
  new DataError(`Cannot read the image ${path}: ${reason}.`, { path, reason }, { cause });
