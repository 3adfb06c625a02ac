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

/**
 * Assigns buffers to short-lived keys so that one buffer serves many of them: a key lives from the first command that
 * touches it to the last. A buffer is freed only after the command that uses it last, so no command reads and writes
 * one buffer. Whole buffers are shared, not ranges: WebGPU refuses a buffer bound for reading and for writing in one
 * dispatch even where the ranges are disjoint.
 *
 * Pure: the caller leaves out keys that have memory of their own (weights, inputs, kept results).
 */
export function placeBuffers<K>(commands: readonly Access<K>[], bytes: (key: K) => number | null): Placement<K> {
  const touched = commands.map(({ reads, writes }) =>
    [...new Set([...writes, ...reads])].filter((key) => bytes(key) !== null),
  );
  const lastUse = new Map<K, number>();
  for (const [i, keys] of touched.entries()) for (const key of keys) lastUse.set(key, i);

  const homes = new Map<K, number>();
  const sizes: number[] = [];
  const free = new Set<number>();
  for (const [i, keys] of touched.entries()) {
    for (const key of keys) {
      if (!homes.has(key)) homes.set(key, takeBuffer(bytes(key) as number, sizes, free));
    }
    for (const key of keys) {
      if (lastUse.get(key) === i) free.add(homes.get(key) as number);
    }
  }
  return { homes, sizes };
}

/** The smallest free buffer that fits; else the largest free one, grown; else a new one. */
function takeBuffer(bytes: number, sizes: number[], free: Set<number>): number {
  let best: number | null = null;
  for (const candidate of free) {
    const size = sizes[candidate];
    const bestSize = best === null ? -1 : sizes[best];
    const isBetter = bestSize >= bytes ? size >= bytes && size < bestSize : size > bestSize;
    if (isBetter) best = candidate;
  }
  if (best === null) return sizes.push(bytes) - 1;
  free.delete(best);
  sizes[best] = Math.max(sizes[best], bytes);
  return best;
}
