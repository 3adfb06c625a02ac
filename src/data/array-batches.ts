import { checkArrays, pickRows, type SampleArrays, sliceRows } from './arrays.ts';
import type { Batch } from './batch.ts';
import { Dataset } from './dataset.ts';
import { batchesIn } from './input-batches.ts';
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

const asBatch = (arrays: SampleArrays): Batch => ({
  ...arrays,
  y: arrays.y instanceof Uint8Array ? Uint32Array.from(arrays.y) : arrays.y,
});

function shuffledOrder(count: number, key: readonly number[]): number[] {
  const order = [...Array(count).keys()];
  shuffleInPlace(order, new MersenneTwister(key));
  return order;
}
