import type { HostTensor } from '../../engine/shape.ts';
import { randomWords, unitInterval } from './random.ts';

export interface GaussianNoiseAttrs {
  /** Standard deviation of what is added. */
  readonly stddev: number;
  /** Tells uses of one seed apart: a number below 2^32, another for every layer. */
  readonly salt: number;
}

/**
 * y[i] = x[i] + stddev·√(−2 log u)·cos(2πv), with u in (0, 1] and v in [−½, ½) from (seed, salt, i) (G. Box and
 * M. Muller, Annals of Mathematical Statistics 29, 1958).
 */
export function gaussianNoise(x: HostTensor, seed: HostTensor, y: HostTensor, attrs: GaussianNoiseAttrs): void {
  for (let i = 0; i < x.data.length; i++) {
    const [first, second] = randomWords(seed.data[0], attrs.salt, i);
    const u = 1 - unitInterval(first);
    const v = unitInterval(second) - 0.5;
    y.data[i] = x.data[i] + attrs.stddev * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  }
}
