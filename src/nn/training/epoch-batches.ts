import { DataError } from '../../errors.ts';
import { checkPositiveInteger } from '../options.ts';
import { checkBatch } from './batch-form.ts';
import { checkEnds, type Source } from './source.ts';

export interface EpochOptions {
  /** Batches in an epoch. Default: one pass over the data. */
  readonly steps: number | undefined;
  /** What `steps` is called, for messages. */
  readonly option: string;
  /** Whether data that ends within an epoch begins anew; else the epoch ends with it. */
  readonly wraps: boolean;
}

/**
 * Hands out the batches of one epoch after the other: one pass over the data each or, with a number of steps, so many
 * batches, wherever in the data that begins and ends.
 */
export class EpochBatches<B> {
  /** Batches in an epoch, where it is known. */
  readonly length: number | undefined;
  readonly #what: string;
  readonly #source: Source<B>;
  readonly #steps: number | undefined;
  readonly #wraps: boolean;
  #iterator: AsyncIterator<B> | null = null;

  /**
   * @param what names the data in messages.
   * @throws ValueError for data without end where there is no number of steps.
   */
  constructor(what: string, source: Source<B>, { steps, option, wraps }: EpochOptions) {
    if (steps !== undefined) checkPositiveInteger(`${what.split(':')[0]}: ${option}`, steps);
    this.#what = what;
    this.#source = source;
    this.#steps = steps ?? source.batchesPerPass;
    this.#wraps = wraps;
    if (this.#steps === undefined) checkEnds(what, option, source);
    const available = wraps ? Infinity : (source.length ?? Infinity);
    this.length = this.#steps === undefined ? source.length : Math.min(this.#steps, available);
  }

  /** The batches of the next epoch. */
  async *epoch(): AsyncGenerator<B> {
    if (this.#steps === undefined) {
      for await (const batch of this.#source) {
        checkBatch(this.#what, batch);
        yield batch;
      }
      return;
    }
    for (let step = 0; step < this.#steps; step++) {
      const { done, value } = await this.#next(step);
      if (done === true) return;
      checkBatch(this.#what, value);
      yield value;
    }
  }

  /** Releases what the data holds open; the next epoch begins at the beginning. */
  async close(): Promise<void> {
    const iterator = this.#iterator;
    this.#iterator = null;
    await iterator?.return?.();
  }

  async #next(step: number): Promise<IteratorResult<B>> {
    const begun = this.#iterator !== null;
    this.#iterator ??= this.#source[Symbol.asyncIterator]();
    const result = await this.#iterator.next();
    if (result.done !== true || !this.#wraps) return result;
    this.#iterator = begun ? this.#source[Symbol.asyncIterator]() : null;
    const anew = await this.#iterator?.next();
    if (anew !== undefined && anew.done !== true) return anew;
    throw new DataError(
      `${this.#what}: the data ran out after ${step} of ${this.#steps} batches of an epoch, and cannot be read anew. ` +
        'A generator gives its batches once: hand in the function that makes it, or fewer steps.',
      { steps: this.#steps },
    );
  }
}
