import type { HostTensor } from '../../engine/shape.ts';

/**
 * Products of affine maps of the plane, one for each row of six numbers: y(j, i) = first(next(j, i)), hence
 *
 *     y0 = f0·n0 + f1·n3     y1 = f0·n1 + f1·n4     y2 = f0·n2 + f1·n5 + f2
 *     y3 = f3·n0 + f4·n3     y4 = f3·n1 + f4·n4     y5 = f3·n2 + f4·n5 + f5
 */
export function composeTransforms(first: HostTensor, next: HostTensor, y: HostTensor): void {
  for (let at = 0; at < y.data.length; at += 6) {
    const [f0, f1, f2, f3, f4, f5] = first.data.subarray(at, at + 6);
    const [n0, n1, n2, n3, n4, n5] = next.data.subarray(at, at + 6);
    y.data.set([f0 * n0 + f1 * n3, f0 * n1 + f1 * n4, f0 * n2 + f1 * n5 + f2], at);
    y.data.set([f3 * n0 + f4 * n3, f3 * n1 + f4 * n4, f3 * n2 + f4 * n5 + f5], at + 3);
  }
}
