import type { HostTensor } from '../../engine/shape.ts';
import { randomWords, unitInterval } from './random.ts';

export interface RandomFactorsAttrs {
  /** Number of images. */
  readonly batch: number;
  /** Tells uses of one seed apart: a number below 2^32, another for every layer. */
  readonly salt: number;
  readonly low: number;
  readonly high: number;
}

/** y[b] = low + (high − low)·u, with u in [0, 1) from the first random word of (seed, salt, b). */
export function randomFactors(seed: HostTensor, y: HostTensor, { salt, low, high }: RandomFactorsAttrs): void {
  for (let b = 0; b < y.data.length; b++) {
    const [word] = randomWords(seed.data[0], salt, b);
    y.data[b] = low + (high - low) * unitInterval(word);
  }
}
