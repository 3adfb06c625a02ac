import { checkArrays, checkShape, pickRows, type SampleArrays, sliceRows } from './arrays.ts';
import type { Batch, InputBatch, ShapedInput } from './batch.ts';
import { Dataset } from './dataset.ts';
import { MersenneTwister } from './mersenne-twister.ts';
import { shuffleInPlace } from './shuffle-in-place.ts';

export interface ArrayBatchesOptions {
  readonly batchSize: number;
  /** The order of each pass follows from this and the pass's number; null leaves the examples in their order. */
  readonly shuffle: { readonly seed: number; readonly firstPass: number } | null;
}

/**
 * The examples of arrays in batches; the last one may be smaller.
 *
 * @throws DataError when the arrays do not fit their shapes or each other.
 */
export function arrayBatches(arrays: SampleArrays, { batchSize, shuffle }: ArrayBatchesOptions): Dataset<Batch> {
  const count = checkArrays(arrays);
  let passes = 0;
  return Dataset.from(
    () => {
      const order = shuffle && shuffledOrder(count, [shuffle.seed >>> 0, shuffle.firstPass + passes++]);
      return batchesIn(count, batchSize, (start, end) =>
        asBatch(order === null ? sliceRows(arrays, start, end) : pickRows(arrays, order.slice(start, end))),
      );
    },
    { length: Math.ceil(count / batchSize) },
  );
}

/** Batches of inputs that can be read many times. */
export interface InputBatches extends AsyncIterable<InputBatch> {
  readonly length: number;
}

/**
 * Inputs without labels in batches, in their order; the last one may be smaller.
 *
 * @throws DataError when the inputs do not fit their shapes.
 */
export function inputBatches(input: InputBatch, batchSize: number): InputBatches {
  for (const { x, xShape } of [input, ...(input.additionalInputs ?? [])]) checkShape('x', x.length, xShape);
  const [count] = input.xShape;
  return {
    length: Math.ceil(count / batchSize),
    async *[Symbol.asyncIterator]() {
      yield* batchesIn(count, batchSize, (start, end) => ({
        ...slicedInput(input, start, end),
        ...(input.additionalInputs && {
          additionalInputs: input.additionalInputs.map((other) => slicedInput(other, start, end)),
        }),
      }));
    },
  };
}

function slicedInput({ x, xShape: [, ...shape] }: ShapedInput, start: number, end: number): ShapedInput {
  const size = shape.reduce((product, n) => product * n, 1);
  return { x: x.subarray(start * size, end * size), xShape: [end - start, ...shape] };
}

function* batchesIn<B>(count: number, batchSize: number, make: (start: number, end: number) => B): Generator<B> {
  for (let start = 0; start < count; start += batchSize) yield make(start, Math.min(start + batchSize, count));
}

const asBatch = (arrays: SampleArrays): Batch => ({
  ...arrays,
  y: arrays.y instanceof Uint8Array ? Uint32Array.from(arrays.y) : arrays.y,
});

function shuffledOrder(count: number, key: readonly number[]): number[] {
  const order = [...Array(count).keys()];
  shuffleInPlace(order, new MersenneTwister(key));
  return order;
}
