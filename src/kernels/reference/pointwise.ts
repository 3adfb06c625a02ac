import type { HostTensor } from '../../engine/shape.ts';

/** y[i] = value(x[i]) for every element. */
export function pointwise(x: HostTensor, y: HostTensor, value: (x: number) => number): void {
  for (let i = 0; i < x.data.length; i++) y.data[i] = value(x.data[i]);
}

/** dx[i] = dy[i] · slope(at[i]) for every element, where `at` is the function's input or its output. */
export function pointwiseGrad(dy: HostTensor, at: HostTensor, dx: HostTensor, slope: (at: number) => number): void {
  for (let i = 0; i < at.data.length; i++) dx.data[i] = dy.data[i] * slope(at.data[i]);
}
