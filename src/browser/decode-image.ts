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
import { readImageHeader } from '../data/image-header.ts';
import { type ColorMode, type RawImage, toColorMode } from '../data/raw-image.ts';
import { withoutExif } from '../data/without-exif.ts';
import { WorkLimit } from '../data/work-limit.ts';
import { DataError } from '../errors.ts';
import { type Drawable, drawnPixels, rawImageOf, readPixels } from './read-pixels.ts';
import { reasonOf } from './reason-of.ts';

/** What pixels are taken from: a file, an image that is decoded already, or what a canvas, a video or a camera shows. */
export type ImageSource = Blob | ImageData | Drawable;

/** How a file is decoded. */
export interface DecodeImageOptions {
  /**
   * `'auto'` turns and mirrors the image as its EXIF data says, where the browser does (Chromium: JPEG and PNG); default
   * `'ignore'`, as Keras does.
   */
  readonly exif?: ExifMode;
  /** What errors call the file; default its own name. */
  readonly path?: string;
}

/** What tells format, size and turn lies within; larger files are read further by the browser alone. */
const START_BYTES = 2 ** 22;

// However many images are asked for at once, together they hold no more pixels than the largest single one may.
const pixelsUnderWay = new WorkLimit(MAX_PIXELS);

/**
 * Decodes a BMP, GIF, JPEG, PNG or WebP file to raw pixels, by its content whatever its name says, as `decodeImage` of
 * `cnn-gpu/node` does: the turn in a photo's EXIF data and color profiles are ignored, only the first frame of an
 * animation is read, of 16 bits per channel the upper 8 are kept, and colors of transparent pixels stay. Formats other
 * than BMP are decoded by the browser. In Chromium with WebGL pixels are those of Node to the bit; other decoders of
 * JPEG may differ by a few levels. Works in workers, too.
 *
 * A canvas, a video or an image that is decoded already gives what it shows.
 *
 * @throws DataError with `path` and `reason` when the file cannot be read, is damaged, cut short or no image, or has
 *   more than 2^27 pixels.
 */
export async function decodeImage(
  source: ImageSource,
  colorMode: ColorMode,
  options: DecodeImageOptions = {},
): Promise<RawImage> {
  const path = options.path ?? nameOf(source);
  try {
    return toColorMode(await imageOf(source, options.exif ?? 'ignore'), colorMode);
  } catch (error) {
    throw unreadable(path, reasonOf(error).replace(/\.$/, ''), error);
  }
}

function nameOf(source: ImageSource): string {
  if (!(source instanceof File)) return 'without a name';
  return source.webkitRelativePath || source.name;
}

async function imageOf(source: ImageSource, exif: ExifMode): Promise<RawImage> {
  if (source instanceof Blob) return decodeFile(source, exif);
  if (source instanceof ImageData) return rawImageOf(source);
  if (typeof source !== 'object' || source === null) {
    throw new DataError(`it is ${String(source)}; a file, or what a canvas can draw, is expected`);
  }
  return source instanceof ImageBitmap ? readPixels(source) : drawnPixels(source);
}

async function decodeFile(file: Blob, exif: ExifMode): Promise<RawImage> {
  const start = new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
  const format = imageFormatOf(start);
  if (!format) throw new DataError(start.length === 0 ? EMPTY_FILE : NOT_AN_IMAGE);
  return format === 'bmp' ? decodeBmpFile(file, start) : decodeByBrowser(file, start, format, exif);
}

function decodeBmpFile(file: Blob, start: Uint8Array): Promise<RawImage> {
  const { width, height, end } = readBmpHeader(start);
  checkPixelCount(width, height);
  return pixelsUnderWay.run(width * height, async () =>
    decodeBmp(file.size <= start.length ? start : new Uint8Array(await file.slice(0, end).arrayBuffer())),
  );
}

async function decodeByBrowser(
  file: Blob,
  start: Uint8Array<ArrayBuffer>,
  format: ImageFormat,
  exif: ExifMode,
): Promise<RawImage> {
  // Without a header in sight the browser says what is wrong; none of that kind is large.
  const { width, height } = readImageHeader(format, start) ?? { width: 1, height: 1 };
  checkPixelCount(width, height);
  return pixelsUnderWay.run(width * height, async () => {
    const bitmap = await createImageBitmap(exif === 'auto' ? file : unturned(file, start, format), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    }).catch((error: unknown) => {
      throw damaged(format, error);
    });
    try {
      checkPixelCount(bitmap.width, bitmap.height);
      return readPixels(bitmap);
    } finally {
      bitmap.close();
    }
  });
}

/** Browsers turn photos whatever they are told: `imageOrientation: 'none'` means the turn of the file, too. */
function unturned(file: Blob, start: Uint8Array<ArrayBuffer>, format: ImageFormat): Blob {
  const pieces = withoutExif(format, start);
  return pieces ? new Blob([...pieces, file.slice(start.length)]) : file;
}
