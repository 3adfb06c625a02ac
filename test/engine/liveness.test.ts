import { describe, expect, it } from 'vitest';
import { type Access, placeBuffers } from '../../src/engine/liveness.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';

const constant = (bytes: number) => () => bytes;

describe('placeBuffers', () => {
  it('puts a chain of 100 tensors into two buffers, in turns', () => {
    const chain = Array.from({ length: 100 }, (_, i) => ({ reads: i === 0 ? [] : [i - 1], writes: [i] }));
    const { homes, sizes } = placeBuffers(chain, constant(8));
    expect(sizes).toEqual([8, 8]);
    expect([...homes.values()].slice(0, 5)).toEqual([0, 1, 0, 1, 0]);
  });

  it('lets the largest choose first, and each take the smallest buffer that is free', () => {
    const bytes: Readonly<Record<string, number>> = { small: 4, big: 100, middle: 40, medium: 30, huge: 200, end: 1 };
    const { homes, sizes } = placeBuffers(
      [
        { reads: [], writes: ['small', 'big', 'middle'] },
        { reads: [], writes: ['medium'] },
        { reads: ['medium'], writes: ['huge'] },
        { reads: ['huge'], writes: ['end'] },
      ],
      (key) => bytes[key],
    );
    // huge (200) opens a buffer that big (100) can share; medium (30) goes where middle (40) was; end (1) to small (4).
    expect(Object.fromEntries(homes)).toEqual({ huge: 0, big: 0, middle: 1, medium: 1, small: 2, end: 2 });
    expect(sizes).toEqual([200, 40, 4]);
  });

  it('gives a buffer for one command to a result that nobody reads', () => {
    const { homes, sizes } = placeBuffers(
      [
        { reads: [], writes: ['y', 'argmax'] },
        { reads: ['y'], writes: ['z'] },
      ],
      constant(4),
    );
    expect(sizes).toEqual([4, 4]);
    expect(homes.get('z')).toBe(homes.get('argmax'));
  });

  it('keeps a key that is read again much later in its buffer', () => {
    const { homes, sizes } = placeBuffers(
      [
        { reads: [], writes: ['skip'] },
        { reads: ['skip'], writes: ['a'] },
        { reads: ['a'], writes: ['b'] },
        { reads: ['b'], writes: ['c'] },
        { reads: ['c', 'skip'], writes: ['sum'] },
      ],
      constant(4),
    );
    expect(sizes).toHaveLength(3);
    for (const key of ['a', 'b', 'c', 'sum']) expect(homes.get(key)).not.toBe(homes.get('skip'));
  });

  it('has nothing to place in an empty program', () => {
    expect(placeBuffers([], constant(4))).toEqual({ homes: new Map(), sizes: [] });
  });
});

/** A program of up to 40 commands: each reads up to 3 earlier keys and writes up to 2 new ones. Some keys have memory. */
function randomProgram(seed: number) {
  const random = seededRandom(`program ${seed}`);
  const below = (n: number) => Math.floor(random() * n);
  const bytes = new Map<number, number | null>();
  const commands: Access<number>[] = [];
  for (let left = 1 + below(40); left > 0; left--) {
    const reads = bytes.size === 0 ? [] : Array.from({ length: below(4) }, () => below(bytes.size));
    const writes: number[] = [];
    for (let more = 1 + below(2); more > 0; more--) {
      writes.push(bytes.size);
      bytes.set(bytes.size, random() < 0.2 ? null : 4 * (1 + below(64)));
    }
    commands.push({ reads, writes });
  }
  return { commands, bytes };
}

describe('placeBuffers, over 300 random programs', () => {
  for (let seed = 0; seed < 300; seed += 100) {
    it(`keeps its promises (programs ${seed} to ${seed + 99})`, () => {
      for (let i = seed; i < seed + 100; i++) checkPromises(randomProgram(i));
    });
  }

  function checkPromises({ commands, bytes }: ReturnType<typeof randomProgram>) {
    const { homes, sizes } = placeBuffers(commands, (key) => bytes.get(key) ?? null);
    const lives = new Map<number, { first: number; last: number }>();
    for (const [i, { reads, writes }] of commands.entries()) {
      for (const key of [...reads, ...writes]) lives.set(key, { first: lives.get(key)?.first ?? i, last: i });
    }
    const placed = [...bytes.keys()].filter((key) => bytes.get(key) !== null);
    expect([...homes.keys()].sort((a, b) => a - b)).toEqual(placed);
    for (const key of placed) expect(sizes[homes.get(key) as number]).toBeGreaterThanOrEqual(bytes.get(key) as number);
    // Lives that touch in one command count as overlapping, so no command reads and writes one buffer either.
    for (const a of placed) {
      for (const b of placed) {
        if (a >= b || homes.get(a) !== homes.get(b)) continue;
        const [one, other] = [lives.get(a), lives.get(b)] as { first: number; last: number }[];
        expect(one.last < other.first || other.last < one.first).toBe(true);
      }
    }
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(
      placed.reduce((sum, key) => sum + (bytes.get(key) as number), 0),
    );
  }
});
