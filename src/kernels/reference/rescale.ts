import type { HostTensor } from '../../engine/shape.ts';

export interface RescaleAttrs {
  /** Factor on every value. */
  readonly scale: number;
  /** Added after scaling. */
  readonly offset: number;
}

/** y[i] = x[i] · scale + offset for every element. */
export function rescale(x: HostTensor, y: HostTensor, { scale, offset }: RescaleAttrs): void {
  for (let i = 0; i < x.data.length; i++) y.data[i] = x.data[i] * scale + offset;
}
