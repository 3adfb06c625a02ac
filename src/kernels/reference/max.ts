import type { HostTensor } from '../../engine/shape.ts';
import { type AxisRun, reductionGeometry } from '../reduction.ts';

/** y[o,i] = the largest x[o,r,i], or NaN if one of them is NaN, with x (outer, length, inner). */
export function max(x: HostTensor, y: HostTensor, run: AxisRun): void {
  const { outer, length, inner } = reductionGeometry(x.shape, run);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let largest = x.data[o * length * inner + i];
      for (let r = 1; r < length; r++) largest = Math.max(largest, x.data[(o * length + r) * inner + i]);
      y.data[o * inner + i] = largest;
    }
  }
}

/** dx[o,r,i] = dy[o,i] / ties where x[o,r,i] = y[o,i], 0 elsewhere; ties is the number of such r. */
export function maxGrad(dy: HostTensor, x: HostTensor, y: HostTensor, dx: HostTensor, run: AxisRun): void {
  const { outer, length, inner } = reductionGeometry(x.shape, run);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const largest = y.data[o * inner + i];
      let ties = 0;
      for (let r = 0; r < length; r++) if (x.data[(o * length + r) * inner + i] === largest) ties++;
      for (let r = 0; r < length; r++) {
        const at = (o * length + r) * inner + i;
        dx.data[at] = x.data[at] === largest ? dy.data[o * inner + i] / ties : 0;
      }
    }
  }
}
