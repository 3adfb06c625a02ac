import { DataError } from '../errors.ts';
import type { ArrayData } from './array-data.ts';

/** A well-known set of labeled images with the split into training and test images that everyone uses. */
export interface NamedDataset {
  readonly name: string;
  readonly train: ArrayData;
  readonly test: ArrayData;
  /** What the class numbers mean. */
  readonly classNames: readonly string[];
  /** Height, width, channels. */
  readonly imageShape: readonly [number, number, number];
  /** The largest possible pixel value; `Rescaling(1 / maxValue)` brings pixels to 0..1. */
  readonly maxValue: number;
}

/**
 * Puts a named data set together.
 *
 * @throws DataError when its training and test images differ in size or a label has no class name.
 */
export function namedDataset(
  parts: Pick<NamedDataset, 'name' | 'train' | 'test' | 'classNames' | 'maxValue'>,
): NamedDataset {
  const { name, train, test, classNames } = parts;
  const [, height, width, channels] = train.xShape;
  const [, testHeight, testWidth, testChannels] = test.xShape;
  if (height !== testHeight || width !== testWidth || channels !== testChannels) {
    throw new DataError(
      `${name}: training images are ${height}x${width}x${channels} but test images ${testHeight}x${testWidth}x${testChannels}; ` +
        'both must have one size. Are the files of one data set?',
      { name, train: train.xShape, test: test.xShape },
    );
  }
  for (const [part, { y }] of Object.entries({ train, test })) {
    const index = y.findIndex((label) => label >= classNames.length);
    if (index >= 0) {
      throw new DataError(
        `${name}: image ${index} of the ${part} part has label ${y[index]}; 0 to ${classNames.length - 1} are expected.`,
        { name, part, index, label: y[index] },
      );
    }
  }
  return { ...parts, imageShape: [height, width, channels] };
}
