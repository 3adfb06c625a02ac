import type { Batch, InputBatch } from '../../data/batch.ts';

/** Batches of examples that can be read many times; `length` is the number of batches, where it is known. */
export interface BatchSource extends AsyncIterable<Batch> {
  readonly length?: number | undefined;
}

/** Batches of inputs, with or without targets. */
export interface InputSource extends AsyncIterable<InputBatch> {
  readonly length?: number | undefined;
}
