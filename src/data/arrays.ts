import type { Shape } from '../engine/shape.ts';
import { DataError } from '../errors.ts';
import type { Sample, ShapedInput } from './batch.ts';
import { checkShape, sizeOf } from './check-shape.ts';
import { Dataset } from './dataset.ts';
import { kerasShuffle, kerasSplit } from './keras-split.ts';

/** Examples that lie in memory one after the other. */
export interface SampleArrays {
  readonly x: Float32Array | Uint8Array;
  /** Shape of `x`, the number of examples first: `[n, height, width, channels]` for images. */
  readonly xShape: Shape;
  /** Class indices (integers, `yShape` of `[n]` or `[n, 1]`), or targets (floats, `yShape` of `[n, ...]`). */
  readonly y: Float32Array | Uint32Array | Uint8Array;
  readonly yShape: Shape;
  /** What a model with several inputs takes after the first, the number of examples first. */
  readonly additionalInputs?: readonly ShapedInput[];
  /** How much each example counts in the loss and in weighted metrics, `[n]`. Default: 1 each. */
  readonly sampleWeights?: Float32Array;
}

/**
 * A dataset over examples in memory, one {@link Sample} each. Nothing is copied before batching.
 *
 * @throws DataError when the arrays do not fit their shapes or each other.
 */
export function datasetFromArrays(arrays: SampleArrays): Dataset<Sample> {
  const count = checkArrays(arrays);
  const { y, additionalInputs, sampleWeights } = arrays;
  const yShape = arrays.yShape.slice(1);
  const ySize = sizeOf(yShape);
  return Dataset.from(
    function* () {
      for (let i = 0; i < count; i++) {
        yield {
          ...inputAt(arrays, i),
          ...(additionalInputs && { additionalInputs: additionalInputs.map((input) => inputAt(input, i)) }),
          ...(sampleWeights && { sampleWeight: sampleWeights[i] }),
          ...(y instanceof Float32Array ? { y: y.subarray(i * ySize, (i + 1) * ySize), yShape } : { y: y[i] }),
        };
      }
    },
    { length: count },
  );
}

function inputAt({ x, xShape }: ShapedInput, i: number): ShapedInput {
  const shape = xShape.slice(1);
  const size = sizeOf(shape);
  return { x: x.subarray(i * size, (i + 1) * size), xShape: shape };
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

/** The examples `rows`, copied in that order. */
export const pickRows = (arrays: SampleArrays, rows: readonly number[]): SampleArrays =>
  eachArray(arrays, rows.length, (array, size) => gatherRows(array, size, rows));

/** The examples from `start` to before `end`, as views. */
export const sliceRows = (arrays: SampleArrays, start: number, end: number): SampleArrays =>
  eachArray(
    arrays,
    end - start,
    <A extends Float32Array | Uint32Array | Uint8Array>(array: A, size: number) =>
      array.subarray(start * size, end * size) as A,
  );

/** Other `count` examples; `rowsOf` gives those of an array with rows of `size` numbers. */
function eachArray(
  { x, xShape, y, yShape, additionalInputs, sampleWeights }: SampleArrays,
  count: number,
  rowsOf: <A extends Float32Array | Uint32Array | Uint8Array>(array: A, size: number) => A,
): SampleArrays {
  const shapeOf = (shape: Shape) => [count, ...shape.slice(1)];
  const inputOf = (input: ShapedInput): ShapedInput => ({
    x: rowsOf(input.x, sizeOf(input.xShape.slice(1))),
    xShape: shapeOf(input.xShape),
  });
  return {
    ...inputOf({ x, xShape }),
    y: rowsOf(y, sizeOf(yShape.slice(1))),
    yShape: shapeOf(yShape),
    ...(additionalInputs && { additionalInputs: additionalInputs.map(inputOf) }),
    ...(sampleWeights && { sampleWeights: rowsOf(sampleWeights, 1) }),
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
export function checkArrays({ x, xShape, y, yShape, additionalInputs = [], sampleWeights }: SampleArrays): number {
  const count = xShape[0];
  if (y === undefined) throw new DataError('There are no labels (y); give one for each example.');
  checkShape('x', x.length, xShape);
  checkShape('y', y.length, yShape);
  if (count !== yShape[0]) {
    throw new DataError(`x holds ${count} examples and y ${yShape[0]}; one label for each example is expected.`, {
      xShape,
      yShape,
    });
  }
  if (!(y instanceof Float32Array) && y.length !== count) {
    throw new DataError(
      `y holds integers of shape [${yShape.join(', ')}]; class indices have shape [${count}] or [${count}, 1]. ` +
        'Give other targets as a Float32Array.',
      { yShape },
    );
  }
  for (const [k, input] of additionalInputs.entries()) {
    checkShape(`additional input ${k}`, input.x.length, input.xShape);
    if (input.xShape[0] !== count) {
      throw new DataError(
        `x holds ${count} examples and additional input ${k} ${input.xShape[0]}; give as many of each.`,
      );
    }
  }
  if (sampleWeights !== undefined && sampleWeights.length !== count) {
    throw new DataError(`There are ${sampleWeights.length} sampleWeights for ${count} examples; give one for each.`);
  }
  return count;
}
