import { type AffineParts, affineMatrix, affineTransform, type FillOptions } from './affine-transform.ts';
import type { Pixels } from './bilinear.ts';
import { brighten } from './brighten.ts';
import type { ImageGeneratorSettings, ShiftRange } from './image-generator-options.ts';
import type { MersenneTwister } from './mersenne-twister.ts';
import { valueRange } from './value-range.ts';

/** What is done to one image, by Keras's names. */
export interface ImageTransform extends AffineParts {
  readonly flipHorizontal?: boolean;
  readonly flipVertical?: boolean;
  /** Number added to all values. */
  readonly channelShiftIntensity?: number;
  /** Factor of the brightness. */
  readonly brightness?: number;
}

/**
 * Draws what to do to an image of this size, in the order in which Keras's `get_random_transform` draws. The numbers are
 * those of `random`, not those that Keras would draw for the same seed: numpy draws choices in another way.
 */
export function drawTransform(
  settings: ImageGeneratorSettings,
  [height, width]: readonly [height: number, width: number],
  random: MersenneTwister,
): ImageTransform {
  const within = (range: number) => (range === 0 ? 0 : random.uniform(-range, range));
  const theta = within(settings.rotationRange);
  const ty = drawShift(settings.heightShiftRange, height, random);
  const tx = drawShift(settings.widthShiftRange, width, random);
  const shear = within(settings.shearRange);
  const [lowest, highest] = settings.zoomRange;
  const isZoomed = lowest !== 1 || highest !== 1;
  const zx = isZoomed ? random.uniform(lowest, highest) : 1;
  const zy = isZoomed ? random.uniform(lowest, highest) : 1;
  const flipHorizontal = random.random() < 0.5 && settings.horizontalFlip;
  const flipVertical = random.random() < 0.5 && settings.verticalFlip;
  const { channelShiftRange, brightnessRange } = settings;
  return {
    ...{ theta, tx, ty, shear, zx, zy, flipHorizontal, flipVertical },
    ...(channelShiftRange !== 0 && { channelShiftIntensity: within(channelShiftRange) }),
    ...(brightnessRange && { brightness: random.uniform(...brightnessRange) }),
  };
}

/** In pixels. */
function drawShift(range: ShiftRange, side: number, random: MersenneTwister): number {
  if (range === 0) return 0;
  const unit = Math.max(...[range].flat()) < 1 ? side : 1;
  if (typeof range === 'number' && !Number.isInteger(range)) return random.uniform(-range, range) * unit;
  const size = typeof range === 'number' ? random.below(range) : range[random.below(range.length)];
  return (random.below(2) === 0 ? -size : size) * unit;
}

/**
 * Transforms an image as Keras's `apply_transform`: the affine parts, the channel shift, the flips, the brightness.
 *
 * @param out where the floats go, of any value before; default a new array.
 * @returns `height * width * channels` floats.
 */
export function applyTransform(
  image: Pixels,
  transform: ImageTransform,
  fill: FillOptions = {},
  out: Float32Array = new Float32Array(image.pixels.length),
): Float32Array {
  const matrix = affineMatrix(transform, image.height, image.width);
  if (matrix) affineTransform(image, matrix, fill, out);
  else out.set(image.pixels);
  if (transform.channelShiftIntensity !== undefined) shiftValues(out, transform.channelShiftIntensity);
  if (transform.flipHorizontal)
    for (let y = 0; y < image.height; y++) reversePixels(rowOf(out, image, y), image.channels);
  if (transform.flipVertical) reversePixels(out, image.width * image.channels);
  if (transform.brightness !== undefined) brighten(out, image.channels, transform.brightness);
  return out;
}

const rowOf = (values: Float32Array, { width, channels }: Pixels, y: number): Float32Array =>
  values.subarray(y * width * channels, (y + 1) * width * channels);

/** Turns the order of groups of `size` values round. */
function reversePixels(values: Float32Array, size: number): void {
  for (let first = 0, last = values.length - size; first < last; first += size, last -= size) {
    for (let i = 0; i < size; i++) {
      const kept = values[first + i];
      values[first + i] = values[last + i];
      values[last + i] = kept;
    }
  }
}

function shiftValues(values: Float32Array, intensity: number): void {
  const { lowest, highest } = valueRange(values);
  for (let i = 0; i < values.length; i++) values[i] = Math.min(highest, Math.max(lowest, values[i] + intensity));
}
