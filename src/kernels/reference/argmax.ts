import type { HostTensor } from '../../engine/shape.ts';
import { type AxisRun, reductionGeometry } from '../reduction.ts';

/** y[o,i] = the first r with the largest x[o,r,i], with x (outer, length, inner). */
export function argmax(x: HostTensor, y: HostTensor, run: AxisRun): void {
  const { outer, length, inner } = reductionGeometry(x.shape, run);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = 0;
      for (let r = 1; r < length; r++) {
        if (x.data[(o * length + r) * inner + i] > x.data[(o * length + best) * inner + i]) best = r;
      }
      y.data[o * inner + i] = best;
    }
  }
}
