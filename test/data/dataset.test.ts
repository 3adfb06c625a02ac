import { describe, expect, it } from 'vitest';
import { Dataset } from '../../src/data/dataset.ts';
import { ValueError } from '../../src/errors.ts';
import { range, readAll } from '../support/read-all.ts';

/** A source that tells how far it was read, and whether it was closed. */
function watchedSource(count: number, failAt = -1) {
  const seen = { made: 0, opened: 0, closed: 0 };
  const dataset = Dataset.from(async function* () {
    seen.opened++;
    try {
      for (let i = 0; i < count; i++) {
        if (i === failAt) throw new Error(`item ${i} fails`);
        seen.made++;
        yield i;
      }
    } finally {
      seen.closed++;
    }
  });
  return { dataset, seen };
}

/** Promises that the test settles by hand. */
function gates(count: number) {
  return range(count).map(() => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, opened };
  });
}

describe('Dataset.from', () => {
  it('starts a new pass for every loop', async () => {
    const dataset = Dataset.from([1, 2, 3]);
    expect(await readAll(dataset)).toEqual([1, 2, 3]);
    expect(await readAll(dataset)).toEqual([1, 2, 3]);
    expect(await readAll(Dataset.from(new Set(['a', 'b'])))).toEqual(['a', 'b']);
  });

  it('opens a function source once per pass', async () => {
    const { dataset, seen } = watchedSource(2);
    await readAll(dataset);
    await readAll(dataset);
    expect(seen).toEqual({ made: 4, opened: 2, closed: 2 });
  });

  it('knows the length of arrays, sets and maps, and takes it for functions', () => {
    expect(Dataset.from([1, 2]).length).toBe(2);
    expect(Dataset.from(new Uint8Array(5)).length).toBe(5);
    expect(Dataset.from(new Map([[1, 2]])).length).toBe(1);
    expect(Dataset.from(() => [1, 2]).length).toBeUndefined();
    expect(Dataset.from(() => [1, 2], { length: 2 }).length).toBe(2);
  });

  it('refuses an iterator, which would be empty in the second pass', () => {
    const generator = (function* () {
      yield 1;
    })();
    expect(() => Dataset.from(generator)).toThrow(ValueError);
    expect(() => Dataset.from(generator)).toThrow('can be read only once');
  });
});

describe('map', () => {
  it('takes plain and async functions', async () => {
    expect(await readAll(Dataset.from([1, 2]).map((n) => n * 2))).toEqual([2, 4]);
    expect(await readAll(Dataset.from([1, 2]).map(async (n) => n * 3))).toEqual([3, 6]);
  });

  it('keeps the order when later items finish first', async () => {
    const gate = gates(4);
    const mapped = Dataset.from(range(4)).map(
      async (i) => {
        await gate[i].opened;
        return i;
      },
      { parallel: 4 },
    );
    const result = readAll(mapped);
    for (const i of [3, 1, 2, 0]) gate[i].open();
    expect(await result).toEqual([0, 1, 2, 3]);
  });

  it('has no more than `parallel` calls under way, and reaches that number', async () => {
    let underWay = 0;
    let most = 0;
    const mapped = Dataset.from(range(20)).map(
      async (i) => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        return i;
      },
      { parallel: 3 },
    );
    expect(await readAll(mapped)).toEqual(range(20));
    expect(most).toBe(3);
  });

  it('gives the results before a failed item, then its error, and closes the source', async () => {
    const { dataset, seen } = watchedSource(10);
    const got: number[] = [];
    const read = async () => {
      const mapped = dataset.map(
        (i) => {
          if (i === 2) throw new Error('two fails');
          return i;
        },
        { parallel: 4 },
      );
      for await (const i of mapped) got.push(i);
    };
    await expect(read()).rejects.toThrow('two fails');
    expect(got).toEqual([0, 1]);
    expect(seen.closed).toBe(1);
  });

  it('waits for the calls under way when the reader leaves', async () => {
    const gate = gates(3);
    let finished = 0;
    const mapped = Dataset.from(range(3)).map(
      async (i) => {
        await gate[i].opened;
        finished++;
      },
      { parallel: 3 },
    );
    const leave = (async () => {
      for await (const _ of mapped) {
        gate[1].open();
        gate[2].open();
        break;
      }
    })();
    gate[0].open();
    await leave;
    expect(finished).toBe(3);
  });
});

describe('shuffle', () => {
  it('gives every item once, in an order that follows from the seed', async () => {
    const first = await readAll(Dataset.from(range(50)).shuffle(50, 7));
    const second = await readAll(Dataset.from(range(50)).shuffle(50, 7));
    const other = await readAll(Dataset.from(range(50)).shuffle(50, 8));
    expect([...first].sort((a, b) => a - b)).toEqual(range(50));
    expect(first).not.toEqual(range(50));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('has another order in each pass, reproducibly', async () => {
    const a = Dataset.from(range(20)).shuffle(20, 1);
    const b = Dataset.from(range(20)).shuffle(20, 1);
    const passesOfA = [await readAll(a), await readAll(a)];
    expect(passesOfA[0]).not.toEqual(passesOfA[1]);
    expect([await readAll(b), await readAll(b)]).toEqual(passesOfA);
  });

  it('keeps one order when asked to', async () => {
    const dataset = Dataset.from(range(20)).shuffle(20, 1, { reshuffleEachIteration: false });
    expect(await readAll(dataset)).toEqual(await readAll(dataset));
  });

  it('moves no item forward by more than the buffer, and is the identity for a buffer of 1', async () => {
    const order = await readAll(Dataset.from(range(100)).shuffle(5, 3));
    expect([...order].sort((a, b) => a - b)).toEqual(range(100));
    order.forEach((item, position) => {
      expect(item).toBeLessThan(position + 5);
    });
    expect(await readAll(Dataset.from(range(10)).shuffle(1, 3))).toEqual(range(10));
  });

  it('puts every item everywhere about equally often', async () => {
    const dataset = Dataset.from(range(4)).shuffle(4, 42);
    const counts = range(4).map(() => range(4).map(() => 0));
    for (let pass = 0; pass < 2000; pass++) {
      (await readAll(dataset)).forEach((item, position) => {
        counts[item][position]++;
      });
    }
    // 500 expected; the standard deviation is 19.4.
    for (const count of counts.flat()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});

describe('batch', () => {
  it('groups items, with or without the remainder', async () => {
    expect(await readAll(Dataset.from(range(5)).batch(2))).toEqual([[0, 1], [2, 3], [4]]);
    expect(await readAll(Dataset.from(range(5)).batch(2, { dropRemainder: true }))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await readAll(Dataset.from(range(4)).batch(2))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await readAll(Dataset.from([]).batch(2))).toEqual([]);
  });
});

describe('cache', () => {
  it('reads the source once', async () => {
    const { dataset, seen } = watchedSource(3);
    const cached = dataset.cache();
    expect([await readAll(cached), await readAll(cached)]).toEqual([range(3), range(3)]);
    expect(seen.opened).toBe(1);
  });

  it('keeps nothing of a pass that was left early', async () => {
    const { dataset, seen } = watchedSource(3);
    const cached = dataset.cache();
    expect(await readAll(cached.take(2))).toEqual([0, 1]);
    expect(await readAll(cached)).toEqual([0, 1, 2]);
    expect(seen).toEqual({ made: 5, opened: 2, closed: 2 });
  });

  it('keeps nothing of a pass that failed', async () => {
    let fail = true;
    const cached = Dataset.from([1, 2])
      .map((n) => {
        if (n === 2 && fail) throw new Error('once');
        return n;
      })
      .cache();
    await expect(readAll(cached)).rejects.toThrow('once');
    fail = false;
    expect(await readAll(cached)).toEqual([1, 2]);
  });
});

describe('prefetch', () => {
  it('keeps the items and the order', async () => {
    expect(await readAll(Dataset.from(range(10)).prefetch(3))).toEqual(range(10));
    expect(await readAll(Dataset.from([]).prefetch(3))).toEqual([]);
  });

  it('makes exactly `count` items ahead of the reader', async () => {
    const { dataset, seen } = watchedSource(100);
    const reader = dataset.prefetch(3)[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.made).toBe(4);
    await reader.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.made).toBe(5);
    await reader.return(undefined);
  });

  it('closes the source when the reader leaves, and makes no more than was asked for', async () => {
    const { dataset, seen } = watchedSource(100);
    for await (const _ of dataset.prefetch(2)) break;
    expect(seen.closed).toBe(1);
    expect(seen.made).toBe(3);
  });

  it('throws an error where the failed item would have come', async () => {
    const { dataset, seen } = watchedSource(5, 2);
    const got: number[] = [];
    const read = async () => {
      for await (const item of dataset.prefetch(4)) got.push(item);
    };
    await expect(read()).rejects.toThrow('item 2 fails');
    expect(got).toEqual([0, 1]);
    expect(seen.closed).toBe(1);
  });
});

describe('take, skip, repeat', () => {
  it('take gives the first items, makes no further one and closes the source', async () => {
    const { dataset, seen } = watchedSource(10);
    expect(await readAll(dataset.take(3))).toEqual([0, 1, 2]);
    expect(seen).toEqual({ made: 3, opened: 1, closed: 1 });
    expect(await readAll(dataset.take(0))).toEqual([]);
    expect(seen.opened).toBe(1);
    expect(await readAll(Dataset.from([1]).take(5))).toEqual([1]);
  });

  it('skip leaves the first items out', async () => {
    expect(await readAll(Dataset.from(range(5)).skip(3))).toEqual([3, 4]);
    expect(await readAll(Dataset.from(range(2)).skip(3))).toEqual([]);
  });

  it('repeat reads several times, or without end; of nothing it ends', async () => {
    expect(await readAll(Dataset.from([]).repeat())).toEqual([]);
    expect(await readAll(Dataset.from([1, 2]).repeat(2))).toEqual([1, 2, 1, 2]);
    expect(await readAll(Dataset.from([1, 2]).repeat().take(5))).toEqual([1, 2, 1, 2, 1]);
    expect(await readAll(Dataset.from([1, 2]).repeat(0))).toEqual([]);
  });

  it('repeat reshuffles each time', async () => {
    const order = await readAll(Dataset.from(range(20)).shuffle(20, 1).repeat(2));
    expect(order.slice(0, 20)).not.toEqual(order.slice(20));
  });
});
