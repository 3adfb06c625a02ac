import type { HostTensor } from '../../engine/shape.ts';

/**
 * Three random 32-bit words from three numbers that count, each below 2^32: pcg3d of M. Jarzynski and M. Olano, "Hash
 * Functions for GPU Rendering", Journal of Computer Graphics Techniques 9(3), 2020. lib/random.wgsl has the same bits.
 */
export function randomWords(seed: number, salt: number, index: number): readonly [number, number, number] {
  let x = (Math.imul(seed, 1664525) + 1013904223) | 0;
  let y = (Math.imul(salt, 1664525) + 1013904223) | 0;
  let z = (Math.imul(index, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, z)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  x = (x + Math.imul(y, z)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  return [x >>> 0, y >>> 0, z >>> 0];
}

/** The upper 24 bits as a number in [0, 1), exact in f32. */
export const unitInterval = (word: number): number => (word >>> 8) * 2 ** -24;

/** What a random tensor is drawn from: one seed per run, one salt per use of it. */
export interface RandomSource {
  readonly seed: number;
  readonly salt: number;
}

/** y[i] = low + (high − low)·u, with u in [0, 1) from (seed, salt, i). */
export function randomUniform(y: HostTensor, low: number, high: number, { seed, salt }: RandomSource): void {
  for (let i = 0; i < y.data.length; i++) {
    const [word] = randomWords(seed, salt, i);
    y.data[i] = low + (high - low) * unitInterval(word);
  }
}

/**
 * y[i] = mean + stddev·√(−2 log u)·cos(2πv), with u in (0, 1] and v in [−½, ½) from (seed, salt, i) (G. Box and
 * M. Muller, Annals of Mathematical Statistics 29, 1958).
 */
export function randomNormal(y: HostTensor, mean: number, stddev: number, { seed, salt }: RandomSource): void {
  for (let i = 0; i < y.data.length; i++) {
    const [first, second] = randomWords(seed, salt, i);
    const u = 1 - unitInterval(first);
    const v = unitInterval(second) - 0.5;
    y.data[i] = mean + stddev * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  }
}
