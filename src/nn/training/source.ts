import type { Batch, InputBatch } from '../../data/batch.ts';
import { ValueError } from '../../errors.ts';

/** Batches of examples that can be read many times; `length` is the number of batches, where it is known. */
export interface BatchSource extends AsyncIterable<Batch> {
  readonly length?: number | undefined;
}

/** Batches of inputs, with or without targets. */
export interface InputSource extends AsyncIterable<InputBatch> {
  readonly length?: number | undefined;
}

/** Refuses data that is known to have no end, such as a data set after `repeat()`. */
export function checkEnds(what: string, { length }: { readonly length?: number | undefined }): void {
  if (length !== Number.POSITIVE_INFINITY) return;
  throw new ValueError(`${what} got a data set without end. Limit it with take(count), or leave out repeat().`);
}
