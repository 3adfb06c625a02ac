import type { Pixels } from './bilinear.ts';
import type { ImageSize } from './resize.ts';

/**
 * Resizes as Pillow's `Image.resize(size, Image.NEAREST)`, which Keras's `load_img` uses: the place in the image goes on
 * by `in / out` from pixel to pixel, so that rounding errors add up as there. TensorFlow's nearest, `resizeNearest`,
 * takes other pixels where `(i + 0.5) * in / out` is close to a whole number.
 *
 * @returns `height * width * channels` values, the image's own array where it has the size.
 */
export function resizeNearestPillow(image: Pixels, [height, width]: ImageSize): Pixels['pixels'] {
  const { pixels, channels } = image;
  if (image.height === height && image.width === width) return pixels;
  const columns = places(image.width, width);
  const resized = new (pixels.constructor as new (length: number) => Pixels['pixels'])(height * width * channels);
  let o = 0;
  for (const row of places(image.height, height)) {
    for (const column of columns) {
      const start = (row * image.width + column) * channels;
      for (let c = 0; c < channels; c++) resized[o++] = pixels[start + c];
    }
  }
  return resized;
}

function places(length: number, outLength: number): Int32Array {
  const step = length / outLength;
  const from = new Int32Array(outLength);
  let at = step * 0.5;
  for (let i = 0; i < outLength; i++) {
    from[i] = Math.min(Math.trunc(at), length - 1);
    at += step;
  }
  return from;
}
