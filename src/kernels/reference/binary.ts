import type { HostTensor } from '../../engine/shape.ts';
import { broadcastStrides } from '../broadcast.ts';

/** y[i] = combine(a[i], b[i]) for every index i of y; a side's axes of size 1 are repeated. */
export function binary(a: HostTensor, b: HostTensor, y: HostTensor, combine: (a: number, b: number) => number): void {
  const aStrides = broadcastStrides(a.shape, y.shape);
  const bStrides = broadcastStrides(b.shape, y.shape);
  for (let i = 0; i < y.data.length; i++) {
    let rest = i;
    let aIndex = 0;
    let bIndex = 0;
    for (let axis = y.shape.length - 1; axis >= 0; axis--) {
      const at = rest % y.shape[axis];
      rest = Math.floor(rest / y.shape[axis]);
      aIndex += at * aStrides[axis];
      bIndex += at * bStrides[axis];
    }
    y.data[i] = combine(a.data[aIndex], b.data[bIndex]);
  }
}
