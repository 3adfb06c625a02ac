import type { Batch } from '../../data/batch.ts';
import { Dataset } from '../../data/dataset.ts';
import { ValueError } from '../../errors.ts';
import { checkBatch } from '../../nn/training/batch-form.ts';
import { batchesOf } from '../../nn/training/batches-of.ts';
import { type BatchSource, isArrays, type TrainingData } from '../../nn/training/source.ts';
import type { FileDataset } from '../described-image-dataset.ts';
import { copiedBatch, type PortableData, packedArrays } from './portable-data.ts';

/** A pass over batches, whose requests are answered one after the other. */
interface Pass {
  readonly iterator: AsyncIterator<Batch>;
  last: Promise<unknown>;
}

const isFileDataset = (data: object): data is FileDataset<Batch> => data instanceof Dataset && 'description' in data;

/** The page's side of data: what crosses to the worker, and the batches that it asks for later. */
export class PageData {
  readonly #sources: BatchSource[] = [];
  readonly #passes = new Map<number, Pass>();

  /**
   * Data in the form in which it crosses.
   *
   * @param what names it in messages.
   * @throws ValueError for what gives no batches, and for a `batchSize` where the data has batches.
   */
  add(what: string, data: TrainingData, batchSize: number | undefined): PortableData {
    if (isArrays(data)) return { kind: 'arrays', arrays: packedArrays(data) };
    const source = batchesOf(what, data, { batchSize, shuffle: null });
    if (isFileDataset(data)) return { kind: 'images', description: data.description };
    const { length, batchesPerPass } = source;
    const once = typeof data === 'object' && 'next' in data;
    return { kind: 'batches', source: this.#sources.push(source) - 1, length, batchesPerPass, once };
  }

  /** The next batch of a pass, for the worker to keep; null at the end. A new number begins a new pass. */
  next(source: number, pass: number): Promise<Batch | null> {
    let begun = this.#passes.get(pass);
    if (begun === undefined) {
      begun = { iterator: this.#open(source), last: Promise.resolve() };
      this.#passes.set(pass, begun);
    }
    const { iterator, last } = begun;
    const batch = last
      .catch(() => {})
      .then(async () => {
        const { done, value } = await iterator.next();
        if (done === true) return null;
        checkBatch('fit', value);
        return copiedBatch(value);
      });
    begun.last = batch;
    return batch;
  }

  /** Releases what a pass holds open. */
  async end(pass: number): Promise<void> {
    const begun = this.#passes.get(pass);
    this.#passes.delete(pass);
    await begun?.last.catch(() => {});
    await begun?.iterator.return?.();
  }

  /** Releases what all passes hold open. */
  async close(): Promise<void> {
    await Promise.all([...this.#passes.keys()].map((pass) => this.end(pass)));
  }

  #open(number: number): AsyncIterator<Batch> {
    const source = this.#sources[number];
    if (source === undefined) throw new ValueError(`The worker asked for data ${number}, which there is not.`);
    return source[Symbol.asyncIterator]();
  }
}
