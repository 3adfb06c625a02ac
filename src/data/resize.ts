import { ValueError } from '../errors.ts';
import { bilinearTaps, type MixRows, mixRows, type Pixels } from './bilinear.ts';

/** Height and width in pixels. */
export type ImageSize = readonly [height: number, width: number];

/** Ways to resize, by Keras's names. */
export type Interpolation = 'bilinear' | 'nearest';

/** How {@link resizeImage} treats an image whose aspect ratio differs from the wanted one. */
export interface ResizeOptions {
  /** Default `'bilinear'`. */
  readonly interpolation?: Interpolation;
  /** Cuts off what sticks out, evenly on both sides, instead of distorting; default false. */
  readonly cropToAspectRatio?: boolean;
  /** Adds black on both sides instead of distorting; default false. */
  readonly padToAspectRatio?: boolean;
}

/** Where {@link resizeImage} lays floats, and how it makes them. */
export interface ResizeTarget {
  /** Gives the array for the values, `height * width * channels` floats of any value; default a new one. */
  readonly room?: () => Float32Array;
  /** Default one in JavaScript. */
  readonly mixRows?: MixRows;
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Resizes as `tf.image.resize(method='bilinear')` of TensorFlow 2: half-pixel centers, borders repeated, no
 * antialiasing. Values keep their range.
 *
 * @returns `height * width * channels` floats.
 */
export const resizeBilinear = (image: Pixels, size: ImageSize): Float32Array =>
  bilinear(image, whole(image), size, floatsFor(image, size), mixRows);

/**
 * Resizes as `tf.image.resize(method='nearest')` of TensorFlow 2: output pixel `i` is input pixel
 * `floor((i + 0.5) * in / out)`.
 *
 * @returns `height * width * channels` values, bytes if the image has bytes.
 */
export const resizeNearest = (image: Pixels, size: ImageSize): Pixels['pixels'] => nearest(image, whole(image), size);

/**
 * Resizes an image as `keras.utils.image_dataset_from_directory` does with the options of the same names.
 *
 * @returns `height * width * channels` values. They are bytes where all are bytes of the image: with nearest, and for an
 *   image that has the size, whose own array is then returned. Else they are floats.
 * @throws ValueError when both aspect ratio options are set.
 */
export function resizeImage(
  image: Pixels,
  size: ImageSize,
  options: ResizeOptions = {},
  target: ResizeTarget = {},
): Pixels['pixels'] {
  if (options.cropToAspectRatio && options.padToAspectRatio) {
    throw new ValueError('Only one of `padToAspectRatio`, `cropToAspectRatio` can be set to `true`.');
  }
  if (image.height === size[0] && image.width === size[1]) return image.pixels;
  const box = options.cropToAspectRatio ? cropBox(image, size) : whole(image);
  const inner = options.padToAspectRatio ? padBox(image, size) : whole({ height: size[0], width: size[1] });
  const room = target.room ?? (() => floatsFor(image, size));
  const innerSize = [inner.height, inner.width] as const;
  const isFilled = inner.height === size[0] && inner.width === size[1];
  const resized =
    options.interpolation === 'nearest'
      ? nearest(image, box, innerSize)
      : bilinear(image, box, innerSize, isFilled ? room() : floatsFor(image, innerSize), target.mixRows ?? mixRows);
  if (isFilled) return resized;
  const padded = resized instanceof Uint8Array ? new Uint8Array(lengthOf(image, size)) : room().fill(0);
  const rowLength = inner.width * image.channels;
  for (let row = 0; row < inner.height; row++) {
    const start = ((inner.top + row) * size[1] + inner.left) * image.channels;
    padded.set(resized.subarray(row * rowLength, (row + 1) * rowLength), start);
  }
  return padded;
}

const lengthOf = ({ channels }: Pixels, [height, width]: ImageSize): number => height * width * channels;
const floatsFor = (image: Pixels, size: ImageSize): Float32Array => new Float32Array(lengthOf(image, size));

const whole = ({ height, width }: Pick<Pixels, 'height' | 'width'>): Box => ({ top: 0, left: 0, height, width });

/** The largest centered part of the image with the aspect ratio of `size`: Keras's `smart_resize`, in its f32. */
export function cropBox(image: { readonly height: number; readonly width: number }, size: ImageSize): Box {
  const [targetHeight, targetWidth] = size;
  const within = (limit: number, other: number, numerator: number, denominator: number) =>
    Math.max(Math.min(limit, Math.trunc(Math.fround(Math.fround(other * numerator) / denominator))), 1);
  const height = within(image.height, image.width, targetHeight, targetWidth);
  const width = within(image.width, image.height, targetWidth, targetHeight);
  return { top: (image.height - height) >> 1, left: (image.width - width) >> 1, height, width };
}

/** Where the whole image comes to lie inside `size` without distortion: `tf.image.resize_with_pad`, in its f32. */
export function padBox(image: { readonly height: number; readonly width: number }, size: ImageSize): Box {
  const [targetHeight, targetWidth] = size;
  const ratio = Math.max(Math.fround(image.width / targetWidth), Math.fround(image.height / targetHeight));
  const height = Math.fround(image.height / ratio);
  const width = Math.fround(image.width / ratio);
  return {
    top: Math.max(0, Math.floor((targetHeight - height) / 2)),
    left: Math.max(0, Math.floor((targetWidth - width) / 2)),
    height: Math.max(1, Math.floor(height)),
    width: Math.max(1, Math.floor(width)),
  };
}

function bilinear(image: Pixels, box: Box, [height, width]: ImageSize, out: Float32Array, mix: MixRows): Float32Array {
  const rows = bilinearTaps(box.top, box.height, height, image.width * image.channels);
  mix(image, rows, bilinearTaps(box.left, box.width, width, image.channels), out);
  return out;
}

function nearest(image: Pixels, box: Box, [outHeight, outWidth]: ImageSize): Pixels['pixels'] {
  const { pixels, channels } = image;
  const pick = (i: number, length: number, outLength: number) =>
    Math.min(Math.floor(Math.fround((i + 0.5) * Math.fround(length / outLength))), length - 1);
  const length = outHeight * outWidth * channels;
  const resized = pixels instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  let o = 0;
  for (let y = 0; y < outHeight; y++) {
    const row = (box.top + pick(y, box.height, outHeight)) * image.width;
    for (let x = 0; x < outWidth; x++) {
      const start = (row + box.left + pick(x, box.width, outWidth)) * channels;
      for (let c = 0; c < channels; c++) resized[o++] = pixels[start + c];
    }
  }
  return resized;
}
