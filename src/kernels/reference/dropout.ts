import type { HostTensor } from '../../engine/shape.ts';
import { randomWords } from './random.ts';

export interface DropoutAttrs {
  /** Share of elements that become 0, from 0 to below 1. */
  readonly rate: number;
  /** Tells uses of one seed apart: a number below 2^32, another for every layer. */
  readonly salt: number;
}

/** An element is kept when its random word is at least this: 2^32 times the rate. */
export const dropThreshold = (rate: number): number => Math.min(Math.round(rate * 2 ** 32), 2 ** 32 - 1);

/** 1 / (1 − rate) as f32 holds it, so that all devices give the same bits. */
export const keptScale = (rate: number): number => Math.fround(1 / (1 - rate));

/** y[i] = x[i] / (1 − rate) where the random word of (seed, salt, i) is at least 2^32·rate, 0 elsewhere. */
export function dropout(x: HostTensor, seed: HostTensor, y: HostTensor, { rate, salt }: DropoutAttrs): void {
  const threshold = dropThreshold(rate);
  const scale = keptScale(rate);
  for (let i = 0; i < x.data.length; i++) {
    const [word] = randomWords(seed.data[0], salt, i);
    y.data[i] = word >= threshold ? scale * x.data[i] : 0;
  }
}
