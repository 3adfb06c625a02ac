import { arrayBatches } from '../../data/array-batches.ts';
import { type BatchSource, checkedSize, isArrays, iterated, type TrainingData } from './source.ts';

export interface BatchingOptions {
  /** Examples in a batch, for arrays. */
  readonly batchSize?: number | undefined;
  /** How the examples of arrays are shuffled; null keeps their order. */
  readonly shuffle: { readonly seed: number; readonly firstPass: number } | null;
}

/** Data as batches. Throws `ValueError` for a `batchSize` where the data has batches, and `DataError` for wrong arrays. */
export function batchesOf(what: string, data: TrainingData, { batchSize, shuffle }: BatchingOptions): BatchSource {
  if (!isArrays(data)) return iterated(what, data, batchSize);
  return arrayBatches(data, { batchSize: checkedSize(what, batchSize), shuffle });
}
