/** Pixels in rows from the top, the channels of each pixel side by side (height, width, channels). */
export interface Pixels {
  readonly pixels: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** For each output position of one axis: from which two input positions it is mixed, as offsets within the pixels. */
export interface Taps {
  readonly lower: Int32Array;
  /** The position after the lower one; at the borders the lower one itself. */
  readonly upper: Int32Array;
  /** How far towards the upper position, from 0 to 1; 0 where both are the same. */
  readonly fraction: Float32Array;
}

/** Fills `out` with pixels mixed from four of the image's, first along the rows, then down, each step in f32. */
export type MixRows = (image: Pixels, rows: Taps, columns: Taps, out: Float32Array) => void;

/**
 * The taps of one axis, as `tf.image.resize` of TensorFlow 2 has them, in its f32: half-pixel centers, borders repeated.
 *
 * @param start the first input position that is used.
 * @param length how many are.
 * @param step how far apart they lie in the pixels.
 */
export function bilinearTaps(start: number, length: number, outLength: number, step: number): Taps {
  const scale = Math.fround(length / outLength);
  const lower = new Int32Array(outLength);
  const upper = new Int32Array(outLength);
  const fraction = new Float32Array(outLength);
  for (let i = 0; i < outLength; i++) {
    const position = Math.fround(Math.fround((i + 0.5) * scale) - 0.5);
    const floor = Math.floor(position);
    const second = Math.min(Math.ceil(position), length - 1);
    const first = Math.min(Math.max(floor, 0), second);
    lower[i] = (start + first) * step;
    upper[i] = (start + second) * step;
    fraction[i] = first === second ? 0 : position - floor;
  }
  return { lower, upper, fraction };
}

const { fround } = Math;
const mix = (from: number, to: number, fraction: number): number => fround(from + fround(fround(to - from) * fraction));

/** For images of any kind. */
export const mixRows: MixRows = ({ pixels, channels }, rows, columns, out) => {
  let o = 0;
  for (let y = 0; y < rows.fraction.length; y++) {
    const upper = rows.lower[y];
    const lower = rows.upper[y];
    const down = rows.fraction[y];
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
  }
};
