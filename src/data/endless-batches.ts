import type { Batch, InputBatch } from './batch.ts';
import { Dataset } from './dataset.ts';
import type { ElementSpec } from './element-spec.ts';
import { MersenneTwister } from './mersenne-twister.ts';
import { shuffleInPlace } from './shuffle-in-place.ts';

/** What an endless stream of batches is made of. */
export interface EndlessSource<B extends InputBatch> {
  /** Number of examples. */
  readonly count: number;
  readonly batchSize: number;
  /** Whether each pass has an order of its own. */
  readonly shuffle: boolean;
  /** Integer from 0 to 2^32 - 1, from which all orders and `random` follow. */
  readonly seed: number;
  /** What the arrays of a batch look like. */
  readonly elementSpec: ElementSpec;
  /** Makes a batch of the examples `indices`; `random(i)` gives the random numbers of example `i` of the batch. */
  readonly load: (indices: readonly number[], random: (i: number) => MersenneTwister) => Promise<B>;
}

/** An endless dataset of batches, with what is known about one pass over its examples. */
export type EndlessBatches<B extends InputBatch = Batch> = Dataset<B> & {
  /** Number of examples. */
  readonly samples: number;
  /** Number of batches of one pass: `ceil(samples / batchSize)`; the last one of each may be smaller. */
  readonly batchesPerPass: number;
};

/**
 * Goes round and round over examples, without end, as Keras's generators do: after the last one a new pass begins, in a
 * new order if they are shuffled, with new random numbers. Each reader of the dataset has passes of its own; without
 * shuffling every one begins with the first example. Batches are made ahead of the reader, the same ones however far.
 */
export function endlessBatches<B extends InputBatch>(source: EndlessSource<B>): EndlessBatches<B> {
  const { count, batchSize, seed, load, elementSpec } = source;
  let readers = 0;
  const rounds = Dataset.from(() => batchesOfPasses(source, readers++), { length: Number.POSITIVE_INFINITY });
  const batches = rounds.map(
    ({ indices, reader, pass, start }) => load(indices, (i) => new MersenneTwister([seed, reader, pass, start + i])),
    { parallel: 2, elementSpec },
  );
  return Object.assign(batches.prefetch(1), { samples: count, batchesPerPass: Math.ceil(count / batchSize) });
}

interface BatchPlan {
  readonly indices: readonly number[];
  readonly reader: number;
  readonly pass: number;
  /** Place of the first example in its pass. */
  readonly start: number;
}

function* batchesOfPasses(
  { count, batchSize, shuffle, seed }: EndlessSource<InputBatch>,
  reader: number,
): Generator<BatchPlan> {
  for (let pass = 0; count > 0; pass++) {
    const order = [...Array(count).keys()];
    if (shuffle) shuffleInPlace(order, new MersenneTwister([seed, reader, pass]));
    for (let start = 0; start < count; start += batchSize) {
      yield { indices: order.slice(start, start + batchSize), reader, pass, start };
    }
  }
}
