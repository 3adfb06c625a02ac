import type { HostTensor } from '../../engine/shape.ts';
import { stridesOf } from '../strided.ts';

/** y's axis k is x's axis perm[k]. */
export function transpose(x: HostTensor, y: HostTensor, perm: readonly number[]): void {
  const strides = stridesOf(x.shape);
  for (let i = 0; i < y.data.length; i++) {
    let rest = i;
    let from = 0;
    for (let axis = y.shape.length - 1; axis >= 0; axis--) {
      from += (rest % y.shape[axis]) * strides[perm[axis]];
      rest = Math.floor(rest / y.shape[axis]);
    }
    y.data[i] = x.data[from];
  }
}
