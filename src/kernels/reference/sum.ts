import type { HostTensor } from '../../engine/shape.ts';
import { type AxisRun, reductionGeometry } from '../reduction.ts';

/** y[o,i] = scale · Σ_r x[o,r,i], with x (outer, length, inner). */
export function sum(x: HostTensor, y: HostTensor, run: AxisRun, scale: number): void {
  const { outer, length, inner } = reductionGeometry(x.shape, run);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = 0;
      for (let r = 0; r < length; r++) total += x.data[(o * length + r) * inner + i];
      y.data[o * inner + i] = scale * total;
    }
  }
}

/** dx[o,r,i] = scale · dy[o,i], with dx (outer, length, inner). */
export function sumGrad(dy: HostTensor, dx: HostTensor, run: AxisRun, scale: number): void {
  const { outer, length, inner } = reductionGeometry(dx.shape, run);
  for (let o = 0; o < outer; o++) {
    for (let r = 0; r < length; r++) {
      for (let i = 0; i < inner; i++) dx.data[(o * length + r) * inner + i] = scale * dy.data[o * inner + i];
    }
  }
}
