import type { Batch } from '../../data/batch.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { Source, TrainingData } from '../../nn/training/source.ts';
import type { FileDatasetDescription } from '../described-image-dataset.ts';
import type { Inquiry } from './inquiry.ts';
import type { PortableData } from './portable-data.ts';

/** Batches that are asked for before they are needed, so that the page makes them while the worker computes. */
const AHEAD = 2;

/** Makes the batches of image files. */
export type OpenImages = (description: FileDatasetDescription) => Dataset<Batch>;

type Batches = Extract<PortableData, { kind: 'batches' }>;

/** The worker's side of data: what `fit` takes. */
export class WorkerData {
  readonly #inquiry: Inquiry;
  readonly #openImages: OpenImages;
  #passes = 0;

  constructor(inquiry: Inquiry, openImages: OpenImages) {
    this.#inquiry = inquiry;
    this.#openImages = openImages;
  }

  /** The data that crossed, or that is to be asked for. */
  open(data: PortableData): TrainingData {
    if (data.kind === 'arrays') return data.arrays;
    if (data.kind === 'images') return this.#openImages(data.description);
    return data.once ? this.#generator(data) : this.#source(data);
  }

  #source({ source, length, batchesPerPass }: Batches): Source<Batch> {
    return {
      length,
      ...(batchesPerPass === undefined ? {} : { batchesPerPass }),
      [Symbol.asyncIterator]: () => this.#pass(source),
    };
  }

  async *#pass(source: number): AsyncGenerator<Batch> {
    const pass = this.#passes++;
    const asked: Promise<Batch | null>[] = [];
    try {
      for (;;) {
        while (asked.length < AHEAD) asked.push(this.#inquiry.batch(source, pass));
        const batch = await asked.shift();
        if (batch === null || batch === undefined) return;
        yield batch;
      }
    } finally {
      for (const batch of asked) batch.catch(() => {});
      this.#inquiry.endPass(pass);
    }
  }

  /** Nothing is asked for ahead: what is left of a generator is its owner's. */
  #generator({ source }: Batches): AsyncIterableIterator<Batch> {
    const pass = this.#passes++;
    return {
      next: async () => {
        const value = await this.#inquiry.batch(source, pass);
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
