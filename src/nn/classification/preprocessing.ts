import { CHANNELS, type ColorMode } from '../../data/raw-image.ts';
import type { Interpolation } from '../../data/resize.ts';
import type { Shape } from '../../engine/shape.ts';
import { FormatError } from '../../errors.ts';
import type { Preprocessing } from '../models/preprocessing.ts';

/** What an image file goes through before a model takes it, and what the model's outputs mean; saved with the model. */
export interface ImagePreprocessing extends Preprocessing {
  readonly classNames: readonly string[];
  /** Height and width in pixels. */
  readonly imageSize: readonly [number, number];
  readonly colorMode: ColorMode;
  readonly interpolation: Interpolation;
}

/** Shape of one image as the model takes it: height, width, channels. */
export const inputShapeOf = ({ imageSize, colorMode }: ImagePreprocessing): Shape => [
  ...imageSize,
  CHANNELS[colorMode],
];

/**
 * What `cnn-gpu train` or `<cnn-trainer>` saved with a model.
 *
 * @param path what messages call the model.
 * @throws FormatError when it is missing or says something else.
 */
export function imagePreprocessing(saved: Preprocessing, path: string): ImagePreprocessing {
  const { classNames, imageSize, colorMode, interpolation } = saved;
  const fits =
    isList(classNames, (name) => typeof name === 'string') &&
    isList(imageSize, (side) => Number.isInteger(side) && (side as number) > 0) &&
    imageSize.length === 2 &&
    Object.hasOwn(CHANNELS, String(colorMode)) &&
    (interpolation === 'bilinear' || interpolation === 'nearest');
  if (fits) return saved as unknown as ImagePreprocessing;
  throw new FormatError(
    `The model ${path} does not say how images become its inputs (class names, image size, color mode). ` +
      'Use a model that "cnn-gpu train" saved.',
    { path, preprocessing: saved },
  );
}

const isList = (value: unknown, fits: (item: unknown) => boolean): value is readonly unknown[] =>
  Array.isArray(value) && value.every(fits);
