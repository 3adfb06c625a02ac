import type { HostTensor } from '../../engine/shape.ts';

/** y[i] = value(x[i]) for every element. */
export function pointwise(x: HostTensor, y: HostTensor, value: (x: number) => number): void {
  for (let i = 0; i < x.data.length; i++) y.data[i] = value(x.data[i]);
}

/** dx[i] = dy[i] · slope(x[i], y[i]) for every element. */
export function pointwiseGrad(
  dy: HostTensor,
  x: HostTensor,
  y: HostTensor,
  dx: HostTensor,
  slope: (x: number, y: number) => number,
): void {
  for (let i = 0; i < x.data.length; i++) dx.data[i] = dy.data[i] * slope(x.data[i], y.data[i]);
}
