import type { SampleArrays } from '../../data/arrays.ts';
import type { Batch, InputBatch } from '../../data/batch.ts';
import { inputBatches } from '../../data/input-batches.ts';
import { ValueError } from '../../errors.ts';
import { checkPositiveInteger } from '../options.ts';

/** Batches that can be read many times. */
export interface Source<B> extends AsyncIterable<B> {
  /** The number of batches, where it is known; infinite for data without end. */
  readonly length?: number | undefined;
  /** Batches of one pass over data without end: an epoch. */
  readonly batchesPerPass?: number;
}

/** Batches of examples: a data set. */
export type BatchSource = Source<Batch>;

/** Batches of inputs, with or without targets. */
export type InputSource = Source<InputBatch>;

/** Batches that are made while they are read: a list, a generator, or a function that gives a new one for each pass. */
export type BatchIterable<B> = Iterable<B> | AsyncIterable<B> | (() => Iterable<B> | AsyncIterable<B>);

/** What `fit` and `evaluate` take: a data set of batches, arrays, or anything else that gives batches. */
export type TrainingData = BatchSource | SampleArrays | BatchIterable<Batch>;

/** What `predict` takes: a data set of batches, inputs, or anything else that gives batches. */
export type PredictionData = InputSource | InputBatch | BatchIterable<InputBatch>;

/** Keras's number of examples in a batch. */
const BATCH_SIZE = 32;

/** Whether data is arrays, and not batches. */
export const isArrays = (data: TrainingData): data is SampleArrays =>
  typeof data === 'object' && data !== null && 'xShape' in data;

/** Inputs as batches, in their order. Throws as `batchesOf` does. */
export function inputBatchesOf(what: string, data: PredictionData, batchSize: number | undefined): InputSource {
  const isInput = typeof data === 'object' && data !== null && 'xShape' in data;
  return isInput ? inputBatches(data, checkedSize(what, batchSize)) : iterated(what, data, batchSize);
}

/** The number of examples in a batch of arrays. */
export function checkedSize(what: string, batchSize = BATCH_SIZE): number {
  checkPositiveInteger(`${what}: batchSize`, batchSize);
  return batchSize;
}

/** What is no arrays, as batches. */
export function iterated<B>(
  what: string,
  data: Source<B> | BatchIterable<B>,
  batchSize: number | undefined,
): Source<B> {
  if (batchSize !== undefined) {
    throw new ValueError(
      `${what}: batchSize is ${batchSize}, but the data has batches already; batchSize is for arrays. Leave it out.`,
      { batchSize },
    );
  }
  if (typeof data === 'function') return { [Symbol.asyncIterator]: () => over(data()) };
  if (typeof data !== 'object' || data === null || !(Symbol.asyncIterator in data || Symbol.iterator in data)) {
    throw new ValueError(
      `${what} got ${typeof data === 'object' ? 'an object without batches' : String(data)} for data; a data set of ` +
        'batches, arrays { x, xShape, y, yShape }, or a function that gives batches is expected.',
    );
  }
  if ('next' in data) return fromIterator(data as Iterator<B> | AsyncIterator<B>);
  if (Symbol.asyncIterator in data) return data;
  return { length: Array.isArray(data) ? data.length : undefined, [Symbol.asyncIterator]: () => over(data) };
}

async function* over<B>(batches: Iterable<B> | AsyncIterable<B>): AsyncGenerator<B> {
  yield* batches;
}

/** What a generator has left. Nobody but its owner ends it, so the next epoch or validation goes on with it. */
const fromIterator = <B>(iterator: Iterator<B> | AsyncIterator<B>): Source<B> => ({
  [Symbol.asyncIterator]: () => ({ next: async () => iterator.next() }),
});

/** Refuses data that is known to have no end, such as a data set after `repeat()`. */
export function checkEnds(what: string, option: string, { length }: Source<unknown>): void {
  if (length !== Number.POSITIVE_INFINITY) return;
  throw new ValueError(
    `${what} got a data set without end. Limit it with take(count), or leave out repeat(). Or say how many batches to ` +
      `take: ${option}.`,
  );
}
