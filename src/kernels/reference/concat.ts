import type { HostTensor } from '../../engine/shape.ts';

/**
 * y[o,i] = a[o,i] for i < A, b[o, i − A] beyond, with a (outer, A) and b (outer, B): A and B are the sizes from `axis`
 * on.
 */
export function concat(a: HostTensor, b: HostTensor, y: HostTensor, axis: number): void {
  const outer = a.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const A = a.data.length / outer;
  const B = b.data.length / outer;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < A; i++) y.data[o * (A + B) + i] = a.data[o * A + i];
    for (let i = 0; i < B; i++) y.data[o * (A + B) + A + i] = b.data[o * B + i];
  }
}
