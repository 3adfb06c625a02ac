import { ValueError } from '../errors.ts';

const SIZE = 624;
const SHIFT = 397;
const MAX_UINT32 = 0xffffffff;

/**
 * The Mersenne Twister MT19937, equal bit for bit to the C code of its authors (Matsumoto and Nishimura, "Mersenne
 * Twister: a 623-dimensionally equidistributed uniform pseudorandom number generator", 1998) and hence to
 * `numpy.random.RandomState(seed)`. One number seeds by `init_genrand`, a list by `init_by_array`.
 *
 * @throws ValueError when a seed is not an integer from 0 to 2^32 - 1.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #position = SIZE;

  constructor(seed: number | readonly number[]) {
    for (const part of typeof seed === 'number' ? [seed] : seed) {
      if (!Number.isInteger(part) || part < 0 || part > MAX_UINT32) {
        throw new ValueError(`The seed is ${part}; an integer from 0 to ${MAX_UINT32} is expected.`, { seed });
      }
    }
    if (typeof seed === 'number') this.#seedByNumber(seed);
    else this.#seedByList(seed);
  }

  #seedByNumber(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const last = state[i - 1];
      state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
    }
  }

  #seedByList(seeds: readonly number[]): void {
    this.#seedByNumber(19650218);
    const state = this.#state;
    let i = 1;
    const mix = (factor: number, addend: number) => {
      const last = state[i - 1];
      state[i] = (state[i] ^ Math.imul(last ^ (last >>> 30), factor)) + addend;
      if (++i === SIZE) {
        state[0] = state[SIZE - 1];
        i = 1;
      }
    };
    for (let k = 0; k < Math.max(SIZE, seeds.length); k++) mix(1664525, seeds[k % seeds.length] + (k % seeds.length));
    for (let k = 1; k < SIZE; k++) mix(1566083941, -i);
    state[0] = 0x80000000;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const bits = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE] ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }

  /** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
  uint32(): number {
    if (this.#position === SIZE) this.#twist();
    let bits = this.#state[this.#position++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return bits >>> 0;
  }

  /** A random number from 0 to 1, 1 excluded, of 53 random bits: `random_sample()` of numpy's `RandomState`. */
  random(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** A random number from `low` to `high`, `high` excluded: `uniform(low, high)` of numpy's `RandomState`. */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /**
   * A random integer from 0 to `bound - 1`, each equally likely: draws are masked to the next power of two less one
   * and rejected when too large, as numpy's legacy `random_interval` does.
   */
  below(bound: number): number {
    const max = bound - 1;
    if (max === 0) return 0;
    const mask = MAX_UINT32 >>> Math.clz32(max);
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }
}
