import type { HostTensor } from '../../engine/shape.ts';
import { stridesOf } from '../strided.ts';

/** y[i] = x[i + begin], for every index i of y. */
export function slice(x: HostTensor, y: HostTensor, begin: readonly number[]): void {
  const strides = stridesOf(x.shape);
  for (let i = 0; i < y.data.length; i++) {
    let rest = i;
    let from = 0;
    for (let axis = y.shape.length - 1; axis >= 0; axis--) {
      from += ((rest % y.shape[axis]) + begin[axis]) * strides[axis];
      rest = Math.floor(rest / y.shape[axis]);
    }
    y.data[i] = x.data[from];
  }
}
