import { ValueError } from '../errors.ts';

/** Pixels in rows from the top, the channels of each pixel side by side (height, width, channels). */
export interface Pixels {
  readonly pixels: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

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
export const resizeBilinear = (image: Pixels, size: ImageSize): Float32Array => bilinear(image, whole(image), size);

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
export function resizeImage(image: Pixels, size: ImageSize, options: ResizeOptions = {}): Pixels['pixels'] {
  if (options.cropToAspectRatio && options.padToAspectRatio) {
    throw new ValueError('Only one of `padToAspectRatio`, `cropToAspectRatio` can be set to `true`.');
  }
  if (image.height === size[0] && image.width === size[1]) return image.pixels;
  const resize = options.interpolation === 'nearest' ? nearest : bilinear;
  if (options.cropToAspectRatio) return resize(image, cropBox(image, size), size);
  if (!options.padToAspectRatio) return resize(image, whole(image), size);
  const inner = padBox(image, size);
  const resized = resize(image, whole(image), [inner.height, inner.width]);
  const padded = arrayLike(resized, size[0] * size[1] * image.channels);
  const rowLength = inner.width * image.channels;
  for (let row = 0; row < inner.height; row++) {
    const start = ((inner.top + row) * size[1] + inner.left) * image.channels;
    padded.set(resized.subarray(row * rowLength, (row + 1) * rowLength), start);
  }
  return padded;
}

const arrayLike = (array: Pixels['pixels'], length: number): Pixels['pixels'] =>
  array instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);

const whole = ({ height, width }: Pixels): Box => ({ top: 0, left: 0, height, width });

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

/** For each output position of one axis: the two input positions it lies between, and how far towards the second. */
function interpolate(length: number, outLength: number) {
  const scale = Math.fround(length / outLength);
  const lower = new Int32Array(outLength);
  const upper = new Int32Array(outLength);
  const fraction = new Float32Array(outLength);
  for (let i = 0; i < outLength; i++) {
    const position = Math.fround(Math.fround((i + 0.5) * scale) - 0.5);
    const floor = Math.floor(position);
    upper[i] = Math.min(Math.ceil(position), length - 1);
    lower[i] = Math.min(Math.max(floor, 0), upper[i]);
    fraction[i] = position - floor;
  }
  return { lower, upper, fraction };
}

function bilinear(image: Pixels, box: Box, [outHeight, outWidth]: ImageSize): Float32Array {
  const { pixels, channels } = image;
  const rows = interpolate(box.height, outHeight);
  const columns = interpolate(box.width, outWidth);
  // From here on as offsets within a row.
  columns.lower.forEach((column, x, all) => {
    all[x] = (box.left + column) * channels;
  });
  columns.upper.forEach((column, x, all) => {
    all[x] = (box.left + column) * channels;
  });
  const resized = new Float32Array(outHeight * outWidth * channels);
  const mixRow = channels === 3 ? mixRgbRow : mixAnyRow;
  const stride = image.width * channels;
  for (let y = 0; y < outHeight; y++) {
    const upperRow = (box.top + rows.lower[y]) * stride;
    const lowerRow = (box.top + rows.upper[y]) * stride;
    mixRow(pixels, upperRow, lowerRow, rows.fraction[y], columns, channels, resized, y * outWidth * channels);
  }
  return resized;
}

/** Mixes two rows of the image, which begin at `upper` and `lower`, into the row of `out` that begins at `o`. */
type MixRow = (
  pixels: Pixels['pixels'],
  upper: number,
  lower: number,
  down: number,
  columns: ReturnType<typeof interpolate>,
  channels: number,
  out: Float32Array,
  o: number,
) => void;

const mix = (from: number, to: number, fraction: number): number => from + (to - from) * fraction;

const mixAnyRow: MixRow = (pixels, upper, lower, down, columns, channels, out, start) => {
  let o = start;
  for (let x = 0; x < columns.fraction.length; x++) {
    const left = columns.lower[x];
    const right = columns.upper[x];
    const along = columns.fraction[x];
    for (let c = 0; c < channels; c++) {
      const top = mix(pixels[upper + left + c], pixels[upper + right + c], along);
      const bottom = mix(pixels[lower + left + c], pixels[lower + right + c], along);
      out[o++] = mix(top, bottom, down);
    }
  }
};

/** The same with the loop over the channels written out, which takes two thirds of the time. */
const mixRgbRow: MixRow = (pixels, upper, lower, down, columns, _channels, out, start) => {
  let o = start;
  for (let x = 0; x < columns.fraction.length; x++, o += 3) {
    const along = columns.fraction[x];
    const topLeft = upper + columns.lower[x];
    const topRight = upper + columns.upper[x];
    const bottomLeft = lower + columns.lower[x];
    const bottomRight = lower + columns.upper[x];
    const topRed = mix(pixels[topLeft], pixels[topRight], along);
    const topGreen = mix(pixels[topLeft + 1], pixels[topRight + 1], along);
    const topBlue = mix(pixels[topLeft + 2], pixels[topRight + 2], along);
    const bottomRed = mix(pixels[bottomLeft], pixels[bottomRight], along);
    const bottomGreen = mix(pixels[bottomLeft + 1], pixels[bottomRight + 1], along);
    const bottomBlue = mix(pixels[bottomLeft + 2], pixels[bottomRight + 2], along);
    out[o] = mix(topRed, bottomRed, down);
    out[o + 1] = mix(topGreen, bottomGreen, down);
    out[o + 2] = mix(topBlue, bottomBlue, down);
  }
};

function nearest(image: Pixels, box: Box, [outHeight, outWidth]: ImageSize): Pixels['pixels'] {
  const { pixels, channels } = image;
  const pick = (i: number, length: number, outLength: number) =>
    Math.min(Math.floor(Math.fround((i + 0.5) * Math.fround(length / outLength))), length - 1);
  const resized = arrayLike(pixels, outHeight * outWidth * channels);
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
