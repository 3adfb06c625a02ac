import { open, stat } from 'node:fs/promises';
import { BMP_HEADER_BYTES, decodeBmp, readBmpHeader } from '../data/bmp.ts';
import { type ImageFormat, imageFormatOf } from '../data/image-format.ts';
import { type ColorMode, cmykToRgb, type RawImage, toColorMode } from '../data/raw-image.ts';
import { DataError, MissingPackageError } from '../errors.ts';
import { errorReason } from './error-reason.ts';
import { WorkLimit } from './work-limit.ts';

/** Images of more pixels are refused before they are decoded: 134 million, enough for a 108-megapixel camera. */
export const MAX_PIXELS = 2 ** 27;

const NOT_AN_IMAGE = 'its content is not a BMP, GIF, JPEG, PNG or WebP image';

// However many images are asked for at once, together they hold no more pixels than the largest single one may.
const pixelsUnderWay = new WorkLimit(MAX_PIXELS);

/**
 * Decodes a BMP, GIF, JPEG, PNG or WebP file to raw pixels, by its content whatever its name says. As in Keras, the
 * turn in a photo's EXIF data and color profiles are ignored, only the first frame of an animation is read, and of 16
 * bits per channel the upper 8 are kept; for the color modes see `toColorMode` and `cmykToRgb`. Formats other than BMP
 * are decoded by the package `sharp`.
 *
 * @throws DataError with `path` and `reason` when the file cannot be read, is damaged, cut short or no image, or has
 *   more than {@link MAX_PIXELS} pixels.
 * @throws MissingPackageError when `sharp` is needed but not installed.
 */
export async function decodeImage(path: string, colorMode: ColorMode): Promise<RawImage> {
  try {
    const start = await readStart(path, BMP_HEADER_BYTES);
    const format = imageFormatOf(start);
    if (!format) throw new DataError(start.length === 0 ? 'the file is empty' : NOT_AN_IMAGE);
    const image = format === 'bmp' ? await decodeBmpFile(path, start) : await decodeWithSharp(path, format);
    return toColorMode(image, colorMode);
  } catch (error) {
    if (error instanceof MissingPackageError) throw error;
    const reason = reasonOf(error);
    throw new DataError(`Cannot read the image ${path}: ${reason}.`, { path, reason }, { cause: error });
  }
}

async function readStart(path: string, bytes: number): Promise<Uint8Array> {
  // Opening a pipe would wait for a writer.
  if (!(await stat(path)).isFile()) throw new DataError('it is not a regular file');
  return readBytes(path, bytes);
}

async function readBytes(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(new Uint8Array(Math.min(size, limit)), { position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function decodeBmpFile(path: string, start: Uint8Array): Promise<RawImage> {
  const { width, height, pixelOffset, bitsPerPixel } = readBmpHeader(start);
  checkSize(width, height);
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  return pixelsUnderWay.run(width * height, async () =>
    decodeBmp(await readBytes(path, pixelOffset + rowBytes * height)),
  );
}

async function decodeWithSharp(path: string, format: ImageFormat): Promise<RawImage> {
  const sharp = await loadSharp(format);
  const input = sharp(path, { failOn: 'error', ignoreIcc: true, limitInputPixels: MAX_PIXELS });
  const { width, height, space } = await explained(format, sharp(path, { limitInputPixels: false }).metadata());
  checkSize(width, height);
  // Left to itself, sharp converts inks by a color profile of its own.
  if (space === 'cmyk') input.pipelineColourspace('cmyk').toColourspace('cmyk');
  return pixelsUnderWay.run(width * height, async () => {
    const { data, info } = await explained(format, input.raw().toBuffer({ resolveWithObject: true }));
    if (space === 'cmyk') return { pixels: cmykToRgb(data), height, width, channels: 3 };
    return { pixels: data, height: info.height, width: info.width, channels: info.channels as 1 | 3 | 4 };
  });
}

/** Sharp's own messages are of no use: where images are decoded side by side, they may tell of another one. */
const explained = <T>(format: ImageFormat, decoding: Promise<T>): Promise<T> =>
  decoding.catch((cause: unknown) => {
    throw new DataError(`its ${format.toUpperCase()} data is damaged or cut short`, {}, { cause });
  });

async function loadSharp(format: ImageFormat): Promise<typeof import('sharp')['default']> {
  try {
    const { default: sharp } = await import('sharp');
    // Its cache goes by path: a file that changes would be seen as it was, and images are read once per pass anyway.
    sharp.cache(false);
    return sharp;
  } catch (error) {
    throw new MissingPackageError('sharp', `Decoding a ${format.toUpperCase()} image`, { cause: error });
  }
}

function checkSize(width: number, height: number): void {
  if (width * height <= MAX_PIXELS) return;
  throw new DataError(`it has ${width}x${height} pixels, more than the limit of ${MAX_PIXELS}`);
}

/** Without a period: our own reasons have none, those of the system have. */
const reasonOf = (error: unknown): string => errorReason(error).replace(/\.$/, '');
