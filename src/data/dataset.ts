import { ValueError } from '../errors.ts';
import { describeSpec, type ElementSpec } from './element-spec.ts';
import { MersenneTwister } from './mersenne-twister.ts';
import { mapInOrder, readAhead } from './read-ahead.ts';

/** What {@link Dataset.from} takes: something to loop over, or a function that gives a new such thing for each pass. */
export type DatasetSource<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>);

/**
 * A sequence of items that is made while it is read, after `tf.data.Dataset`. Every `for await` starts a new pass from
 * the beginning; leaving the loop early releases what lies behind it. Each method gives a new dataset and reads nothing.
 *
 * ```ts
 * const batches = Dataset.from(paths).shuffle(1000, 7).map(load, { parallel: 4 }).batch(32).prefetch(2);
 * for await (const batch of batches) ...
 * ```
 */
export class Dataset<T> implements AsyncIterable<T> {
  /** Number of items of one pass: `Infinity` after `repeat()`, `undefined` when only reading can tell. */
  readonly length: number | undefined;
  /** What the arrays of an item look like, where that is known. */
  readonly elementSpec: ElementSpec | undefined;
  readonly #open: () => AsyncGenerator<T>;

  private constructor(open: () => AsyncGenerator<T>, length: number | undefined, elementSpec?: ElementSpec) {
    this.#open = open;
    this.length = length;
    this.elementSpec = elementSpec;
  }

  /**
   * A dataset over an array, a set, another iterable, or a function that opens one for each pass.
   *
   * @param options.length number of items, where it is known but `source` is not an array, set or map.
   * @param options.elementSpec what the arrays of an item look like, for `toString`.
   * @throws ValueError when `source` is a running generator or another iterator, which could be read only once.
   */
  static from<T>(
    source: DatasetSource<T>,
    options: { readonly length?: number; readonly elementSpec?: ElementSpec } = {},
  ): Dataset<T> {
    if (typeof source !== 'function' && 'next' in source) {
      throw new ValueError(
        'Dataset.from got an iterator, which can be read only once. ' +
          'Pass a function that makes a new one for each pass: Dataset.from(() => items()).',
      );
    }
    const open = typeof source === 'function' ? source : () => source;
    return new Dataset(
      async function* () {
        yield* open();
      },
      options.length ?? knownLength(source),
      options.elementSpec,
    );
  }

  [Symbol.asyncIterator](): AsyncGenerator<T> {
    return this.#open();
  }

  /**
   * Applies a function, which may be async, to every item; the order stays.
   *
   * @param options.parallel how many calls may be under way at once, at least 1; default 1.
   * @param options.elementSpec what the arrays of a new item look like; default unknown.
   */
  map<U>(
    transform: (item: T) => U | Promise<U>,
    options: { readonly parallel?: number; readonly elementSpec?: ElementSpec } = {},
  ): Dataset<U> {
    const parallel = options.parallel ?? 1;
    checkCount('map', 'parallel', parallel, 1);
    return new Dataset(() => mapInOrder(this, transform, parallel), this.length, options.elementSpec);
  }

  /**
   * Shuffles through a buffer: holds `bufferSize` items and always hands out a random one of them. The order is fully
   * random only when the buffer holds the whole dataset.
   *
   * @param seed integer from 0 to 2^32 - 1; the orders of all passes follow from it. Default: a random one.
   * @param options.reshuffleEachIteration whether each pass has another order; default true.
   */
  shuffle(
    bufferSize: number,
    seed: number = randomSeed(),
    options: { readonly reshuffleEachIteration?: boolean } = {},
  ): Dataset<T> {
    checkCount('shuffle', 'bufferSize', bufferSize, 1);
    const reshuffle = options.reshuffleEachIteration ?? true;
    let passes = 0;
    return new Dataset(
      () => {
        const random = new MersenneTwister([seed, reshuffle ? passes++ : 0]);
        return shuffled(this, bufferSize, random);
      },
      this.length,
      this.elementSpec,
    );
  }

  /**
   * Groups items into arrays. For training batches of samples see `batchSamples`.
   *
   * @param options.dropRemainder whether a last group of fewer than `size` items is left out; default false.
   */
  batch(size: number, options: { readonly dropRemainder?: boolean } = {}): Dataset<T[]> {
    checkCount('batch', 'size', size, 1);
    const dropRemainder = options.dropRemainder ?? false;
    const round = dropRemainder ? Math.floor : Math.ceil;
    return new Dataset(
      () => grouped(this, size, dropRemainder),
      this.length === undefined ? undefined : round(this.length / size),
    );
  }

  /** Keeps all items in memory from the first complete pass on; later passes read from there. */
  cache(): Dataset<T> {
    let cached: readonly T[] | undefined;
    const source = this;
    return new Dataset(
      async function* () {
        if (cached) {
          yield* cached;
          return;
        }
        const seen: T[] = [];
        for await (const item of source) {
          seen.push(item);
          yield item;
        }
        cached = seen;
      },
      this.length,
      this.elementSpec,
    );
  }

  /** Makes up to `count` items ahead of the reader. An error reaches the reader where the failed item would have. */
  prefetch(count: number): Dataset<T> {
    checkCount('prefetch', 'count', count, 1);
    return new Dataset(() => readAhead(this.#open(), count), this.length, this.elementSpec);
  }

  /** The first `count` items. */
  take(count: number): Dataset<T> {
    checkCount('take', 'count', count, 0);
    const source = this;
    return new Dataset(
      async function* () {
        let left = count;
        if (left === 0) return;
        for await (const item of source) {
          yield item;
          if (--left === 0) return;
        }
      },
      this.length === undefined ? undefined : Math.min(this.length, count),
      this.elementSpec,
    );
  }

  /** All but the first `count` items. */
  skip(count: number): Dataset<T> {
    checkCount('skip', 'count', count, 0);
    const source = this;
    return new Dataset(
      async function* () {
        let left = count;
        for await (const item of source) {
          if (left-- <= 0) yield item;
        }
      },
      this.length === undefined ? undefined : Math.max(this.length - count, 0),
      this.elementSpec,
    );
  }

  /** Reads the dataset `times` times over; without end by default. An empty dataset stays empty. */
  repeat(times = Number.POSITIVE_INFINITY): Dataset<T> {
    if (times !== Number.POSITIVE_INFINITY) checkCount('repeat', 'times', times, 0);
    const source = this;
    return new Dataset(
      async function* () {
        for (let pass = 0; pass < times; pass++) {
          let empty = true;
          for await (const item of source) {
            empty = false;
            yield item;
          }
          if (empty) return;
        }
      },
      this.length === undefined ? undefined : this.length && times && this.length * times,
      this.elementSpec,
    );
  }

  /** What there is: `<Dataset of 54 items x: [32, 100, 100, 3] f32, y: [32] u32>`, as far as it is known. */
  toString(): string {
    const count = this.length === Number.POSITIVE_INFINITY ? ' without end' : ` of ${this.length} items`;
    const spec = this.elementSpec && ` ${describeSpec(this.elementSpec)}`;
    return `<Dataset${this.length === undefined ? '' : count}${spec ?? ''}>`;
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A seed for a caller that does not want reproducible results. */
const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);

function knownLength(source: DatasetSource<unknown>): number | undefined {
  if (Array.isArray(source) || ArrayBuffer.isView(source)) return (source as ArrayLike<unknown>).length;
  return source instanceof Set || source instanceof Map ? source.size : undefined;
}

function checkCount(method: string, argument: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ValueError(`Dataset.${method}: ${argument} is ${value}; an integer of at least ${least} is expected.`, {
      [argument]: value,
    });
  }
}

async function* shuffled<T>(source: AsyncIterable<T>, size: number, random: MersenneTwister): AsyncGenerator<T> {
  const buffer: T[] = [];
  for await (const item of source) {
    if (buffer.length < size) {
      buffer.push(item);
      continue;
    }
    const chosen = random.below(size);
    yield buffer[chosen]!;
    buffer[chosen] = item;
  }
  while (buffer.length > 0) {
    const chosen = random.below(buffer.length);
    yield buffer[chosen]!;
    buffer[chosen] = buffer[buffer.length - 1]!;
    buffer.pop();
  }
}

async function* grouped<T>(source: AsyncIterable<T>, size: number, dropRemainder: boolean): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of source) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0 && !dropRemainder) yield group;
}
