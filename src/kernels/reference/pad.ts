import type { HostTensor } from '../../engine/shape.ts';
import { stridesOf } from '../strided.ts';

/** y[i + before] = x[i], for every index i of x; value elsewhere. */
export function pad(x: HostTensor, y: HostTensor, before: readonly number[], value: number): void {
  const strides = stridesOf(y.shape);
  for (let i = 0; i < y.data.length; i++) y.data[i] = value;
  for (let i = 0; i < x.data.length; i++) {
    let rest = i;
    let to = 0;
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      to += ((rest % x.shape[axis]) + before[axis]) * strides[axis];
      rest = Math.floor(rest / x.shape[axis]);
    }
    y.data[to] = x.data[i];
  }
}
