import type { Shape } from '../engine/shape.ts';
import { DataError } from '../errors.ts';
import type { Sample } from './batch.ts';
import { Dataset } from './dataset.ts';
import { kerasShuffle, kerasSplit } from './keras-split.ts';

/** Examples that lie in memory one after the other. */
export interface SampleArrays {
  readonly x: Float32Array | Uint8Array;
  /** Shape of `x`, the number of examples first: `[n, height, width, channels]` for images. */
  readonly xShape: Shape;
  /** Class indices (integers, `yShape` of `[n]`), or targets (floats, `yShape` of `[n, ...]`). */
  readonly y: Float32Array | Uint32Array | Uint8Array;
  readonly yShape: Shape;
}

const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/**
 * A dataset over examples in memory, one {@link Sample} each. Nothing is copied before batching.
 *
 * @throws DataError when the arrays do not fit their shapes or each other.
 */
export function datasetFromArrays(arrays: SampleArrays): Dataset<Sample> {
  const { x, y } = arrays;
  const count = checkArrays(arrays);
  const xShape = arrays.xShape.slice(1);
  const yShape = arrays.yShape.slice(1);
  const xSize = sizeOf(xShape);
  const ySize = sizeOf(yShape);
  return Dataset.from(
    function* () {
      for (let i = 0; i < count; i++) {
        const input = { x: x.subarray(i * xSize, (i + 1) * xSize), xShape };
        yield y instanceof Float32Array
          ? { ...input, y: y.subarray(i * ySize, (i + 1) * ySize), yShape }
          : { ...input, y: y[i] };
      }
    },
    { length: count },
  );
}

/**
 * Splits examples in memory into training and validation parts after a seeded shuffle; the validation part holds
 * `floor(validationSplit * n)` examples.
 *
 * @throws DataError when the arrays do not fit their shapes or one part would be empty.
 * @throws ValueError when `validationSplit` is not between 0 and 1.
 */
export function splitArrays(
  arrays: SampleArrays,
  options: { readonly validationSplit: number; readonly seed: number },
): { training: SampleArrays; validation: SampleArrays } {
  const count = checkArrays(arrays);
  const order = kerasShuffle([...Array(count).keys()], options.seed);
  const { training, validation } = kerasSplit(order, options.validationSplit);
  return { training: pickRows(arrays, training), validation: pickRows(arrays, validation) };
}

function pickRows({ x, xShape, y, yShape }: SampleArrays, rows: readonly number[]): SampleArrays {
  return {
    x: gatherRows(x, sizeOf(xShape.slice(1)), rows),
    xShape: [rows.length, ...xShape.slice(1)],
    y: gatherRows(y, sizeOf(yShape.slice(1)), rows),
    yShape: [rows.length, ...yShape.slice(1)],
  };
}

/** Copies rows of `size` numbers each, in the order of `rows`. */
export function gatherRows<A extends Float32Array | Uint32Array | Uint8Array>(
  array: A,
  size: number,
  rows: readonly number[],
): A {
  const gathered = new (array.constructor as new (length: number) => A)(rows.length * size);
  rows.forEach((row, i) => {
    gathered.set(array.subarray(row * size, (row + 1) * size), i * size);
  });
  return gathered;
}

/**
 * Checks that arrays fit their shapes and each other, and counts the examples.
 *
 * @throws DataError when they do not.
 */
export function checkArrays({ x, xShape, y, yShape }: SampleArrays): number {
  const check = (what: string, length: number, shape: Shape) => {
    if (shape.length === 0 || length !== sizeOf(shape)) {
      throw new DataError(
        `${what} has ${length} elements, but its shape [${shape.join(', ')}] holds ${sizeOf(shape)}. ` +
          'Give the shape with the number of examples first.',
        { length, shape },
      );
    }
  };
  check('x', x.length, xShape);
  check('y', y.length, yShape);
  if (xShape[0] !== yShape[0]) {
    throw new DataError(`x holds ${xShape[0]} examples and y ${yShape[0]}; one label for each example is expected.`, {
      xShape,
      yShape,
    });
  }
  if (!(y instanceof Float32Array) && yShape.length !== 1) {
    throw new DataError(
      `y holds integers of shape [${yShape.join(', ')}]; class indices have shape [${yShape[0]}]. ` +
        'Give other targets as a Float32Array.',
      { yShape },
    );
  }
  return xShape[0];
}
