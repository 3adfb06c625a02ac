/** What one command reads and writes, by key (a storage, in practice). */
export interface Access<K> {
  readonly reads: readonly K[];
  readonly writes: readonly K[];
}

/** Which buffer each key lives in, and how large each buffer must be. */
export interface Placement<K> {
  readonly homes: ReadonlyMap<K, number>;
  readonly sizes: readonly number[];
}

/** From the first command that touches a key to the last. */
interface Life {
  readonly first: number;
  last: number;
}

/**
 * Assigns buffers to short-lived keys so that one buffer serves many of them: a key lives from the first command that
 * touches it to the last, both included, so no command reads and writes one buffer. Whole buffers are shared, not
 * ranges: WebGPU refuses a buffer bound for reading and for writing in one dispatch even where the ranges are disjoint.
 *
 * The largest keys choose first, and each takes the smallest buffer that is free for all of its life; those that come
 * later are smaller, so no buffer has to grow. (Greedy by size: Y. Pisarchyk, J. Lee, 2020,
 * https://arxiv.org/abs/2001.03288.)
 *
 * Pure: the caller leaves out keys that have memory of their own (weights, inputs, kept results).
 */
export function placeBuffers<K>(commands: readonly Access<K>[], bytes: (key: K) => number | null): Placement<K> {
  const lives = new Map<K, Life>();
  for (const [i, { reads, writes }] of commands.entries()) {
    for (const key of [...writes, ...reads]) {
      const life = lives.get(key);
      if (life !== undefined) life.last = i;
      else if (bytes(key) !== null) lives.set(key, { first: i, last: i });
    }
  }
  const sizeOf = (key: K) => bytes(key) as number;
  const largestFirst = [...lives].sort(([a], [b]) => sizeOf(b) - sizeOf(a));

  const homes = new Map<K, number>();
  const buffers: { readonly size: number; readonly lives: Life[] }[] = [];
  for (const [key, life] of largestFirst) {
    let home = -1;
    for (const [i, buffer] of buffers.entries()) {
      if (buffer.lives.every((other) => other.last < life.first || life.last < other.first)) home = i; // sizes fall
    }
    if (home < 0) home = buffers.push({ size: sizeOf(key), lives: [] }) - 1;
    buffers[home].lives.push(life);
    homes.set(key, home);
  }
  return { homes, sizes: buffers.map(({ size }) => size) };
}
