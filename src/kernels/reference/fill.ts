import type { HostTensor } from '../../engine/shape.ts';

/** y[i] = value. */
export function fill(y: HostTensor, value: number): void {
  for (let i = 0; i < y.data.length; i++) y.data[i] = value;
}
