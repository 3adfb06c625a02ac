import { closeSync, constants, fstatSync, open, read } from 'node:fs';
import { promisify } from 'node:util';
import type { Metadata } from 'sharp';
import { decodeBmp, readBmpHeader } from '../data/bmp.ts';
import {
  checkPixelCount,
  damaged,
  EMPTY_FILE,
  type ExifMode,
  MAX_PIXELS,
  NOT_AN_IMAGE,
  unreadable,
} from '../data/image-decoding.ts';
import { type ImageFormat, imageFormatOf } from '../data/image-format.ts';
import { type ImageHeader, readImageHeader } from '../data/image-header.ts';
import { type ColorMode, cmykToRgb, type RawImage, toColorMode } from '../data/raw-image.ts';
import { WorkLimit } from '../data/work-limit.ts';
import { DataError, MissingPackageError } from '../errors.ts';
import { errorReason } from './error-reason.ts';

/** Smaller files are read whole: from memory they decode faster. The others are read as they are decoded. */
const WHOLE_FILE_BYTES = 2 ** 22;

/** Opening a pipe waits for a writer without it. Windows has neither. */
const DO_NOT_WAIT = constants.O_NONBLOCK ?? 0;

// However many images are asked for at once, together they hold no more pixels than the largest single one may.
const pixelsUnderWay = new WorkLimit(MAX_PIXELS);

/**
 * Decodes a BMP, GIF, JPEG, PNG or WebP file to raw pixels, by its content whatever its name says. As in Keras, the
 * turn in a photo's EXIF data and color profiles are ignored, only the first frame of an animation is read, and of 16
 * bits per channel the upper 8 are kept; for the color modes see `toColorMode` and `cmykToRgb`. Formats other than BMP
 * are decoded by the package `sharp`.
 *
 * @param options.exif `'auto'` turns and mirrors the image as its EXIF data says; default `'ignore'`, as Keras does.
 * @throws DataError with `path` and `reason` when the file cannot be read, is damaged, cut short or no image, or has
 *   more than {@link MAX_PIXELS} pixels.
 * @throws MissingPackageError when `sharp` is needed but not installed.
 */
export async function decodeImage(
  path: string,
  colorMode: ColorMode,
  { exif = 'ignore' }: { readonly exif?: ExifMode } = {},
): Promise<RawImage> {
  try {
    const file = await readStart(path, WHOLE_FILE_BYTES);
    const format = imageFormatOf(file.start);
    if (!format) throw new DataError(file.start.length === 0 ? EMPTY_FILE : NOT_AN_IMAGE);
    const image = format === 'bmp' ? await decodeBmpFile(file) : await decodeWithSharp(file, format, exif);
    return toColorMode(image, colorMode);
  } catch (error) {
    if (error instanceof MissingPackageError) throw error;
    throw unreadable(path, reasonOf(error), error);
  }
}

interface ImageFile {
  readonly path: string;
  /** The first bytes, or all. */
  readonly start: Uint8Array;
  readonly isWhole: boolean;
}

const openFile = promisify(open);
const readFile = promisify(read);

/** Waits for the disk twice, to open and to read; an open file tells its size and is closed at once. */
async function readStart(path: string, limit: number): Promise<ImageFile> {
  const file = await openFile(path, constants.O_RDONLY | DO_NOT_WAIT);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new DataError('it is not a regular file');
    const bytes = new Uint8Array(Math.min(found.size, limit));
    const { bytesRead } = await readFile(file, bytes, 0, bytes.length, 0);
    return { path, start: bytes.subarray(0, bytesRead), isWhole: bytesRead === found.size };
  } finally {
    closeSync(file);
  }
}

async function decodeBmpFile({ path, start, isWhole }: ImageFile): Promise<RawImage> {
  const { width, height, end } = readBmpHeader(start);
  checkPixelCount(width, height);
  return pixelsUnderWay.run(width * height, async () =>
    decodeBmp(isWhole ? start : (await readStart(path, end)).start),
  );
}

async function decodeWithSharp(
  { path, start, isWhole }: ImageFile,
  format: ImageFormat,
  exif: ExifMode,
): Promise<RawImage> {
  const sharp = await loadSharp(format);
  const source = isWhole ? start : path;
  const { width, height, isCmyk } =
    readImageHeader(format, start) ??
    headerOf(await explained(format, sharp(source, { limitInputPixels: false }).metadata()));
  checkPixelCount(width, height);
  return pixelsUnderWay.run(width * height, async () => {
    const input = sharp(source, { failOn: 'error', ignoreIcc: true, limitInputPixels: MAX_PIXELS });
    if (exif === 'auto') input.rotate();
    // Left to itself, sharp converts inks by a color profile of its own.
    if (isCmyk) input.pipelineColourspace('cmyk').toColourspace('cmyk');
    const { data, info } = await explained(format, input.raw().toBuffer({ resolveWithObject: true }));
    if (isCmyk) return { pixels: cmykToRgb(data), height: info.height, width: info.width, channels: 3 };
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
    return { pixels, height: info.height, width: info.width, channels: info.channels as 1 | 3 | 4 };
  });
}

const headerOf = ({ width, height, space }: Metadata): ImageHeader => ({ width, height, isCmyk: space === 'cmyk' });

/** Sharp's own messages are of no use: where images are decoded side by side, they may tell of another one. */
const explained = <T>(format: ImageFormat, decoding: Promise<T>): Promise<T> =>
  decoding.catch((cause: unknown) => {
    throw damaged(format, cause);
  });

/** The package `sharp`. */
export type Sharp = typeof import('sharp')['default'];

let sharpLoaded: Promise<Sharp> | undefined;

/**
 * Loads `sharp`, once.
 *
 * @param format what it is needed for.
 * @throws MissingPackageError when it is not installed.
 */
export function loadSharp(format: ImageFormat): Promise<Sharp> {
  sharpLoaded ??= importSharp();
  return sharpLoaded.catch((cause) => {
    throw new MissingPackageError('sharp', `Decoding a ${format.toUpperCase()} image`, { cause });
  });
}

async function importSharp(): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  // Its cache goes by path: a file that changes would be seen as it was, and images are read once per pass anyway.
  sharp.cache(false);
  return sharp;
}

/** Without a period: our own reasons have none, those of the system have. */
const reasonOf = (error: unknown): string => errorReason(error).replace(/\.$/, '');
