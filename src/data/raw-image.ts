import { listNames, ValueError } from '../errors.ts';

/** Color modes of images, by Keras's names: 1, 3 and 4 channels. */
export type ColorMode = 'grayscale' | 'rgb' | 'rgba';

/** Number of channels of each color mode. */
export const CHANNELS = { grayscale: 1, rgb: 3, rgba: 4 } as const satisfies Record<ColorMode, number>;

/** A decoded image: bytes in rows from the top, the channels of each pixel side by side. */
export interface RawImage {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** 1 is gray, 3 is red, green, blue, and 4 adds alpha (255 is opaque). */
  readonly channels: 1 | 3 | 4;
}

/**
 * Brings an image into a color mode as `tf.io.decode_image` does: alpha is dropped, not blended; gray is repeated;
 * missing alpha is opaque; color becomes gray by the luma of JPEG (0.299 R + 0.587 G + 0.114 B, rounded; ITU-R BT.601).
 *
 * @throws ValueError for a mode that there is not.
 */
export function toColorMode(image: RawImage, mode: ColorMode): RawImage {
  if (!Object.hasOwn(CHANNELS, mode)) {
    throw new ValueError(`There is no color mode "${mode}". Choose one of ${listNames(Object.keys(CHANNELS))}.`, {
      mode,
    });
  }
  const from = image.channels;
  const to = CHANNELS[mode];
  if (from === to) return image;
  const source = image.pixels;
  const pixels = new Uint8Array(image.height * image.width * to);
  for (let i = 0, o = 0; o < pixels.length; i += from, o += to) {
    const red = source[i];
    const green = from === 1 ? red : source[i + 1];
    const blue = from === 1 ? red : source[i + 2];
    if (to === 1) {
      pixels[o] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
      continue;
    }
    pixels[o] = red;
    pixels[o + 1] = green;
    pixels[o + 2] = blue;
    if (to === 4) pixels[o + 3] = 255;
  }
  return { ...image, pixels, channels: to };
}

/**
 * Red, green, blue of pixels given as amounts of cyan, magenta, yellow and black ink (255 is full ink), without a color
 * profile: `R = (255 - C) (255 - K) / 255` rounded down, as TensorFlow's JPEG decoder does.
 */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let i = 0, o = 0; i < cmyk.length; i += 4, o += 3) {
    const light = 255 - cmyk[i + 3];
    for (let c = 0; c < 3; c++) rgb[o + c] = Math.floor(((255 - cmyk[i + c]) * light) / 255);
  }
  return rgb;
}
