import type { HostTensor } from '../../engine/shape.ts';
import type { TopKAttrs } from './sparse-top-k-categorical-accuracy.ts';

/**
 * y[n] = 1 where fewer than k of output[n,:] are strictly greater than the one at the greatest of target[n,:] (the first
 * among equals), else 0; both (N,C). A row of outputs with a number that is not finite gives 0.
 */
export function topKCategoricalAccuracy(
  target: HostTensor,
  output: HostTensor,
  y: HostTensor,
  { k = 5 }: TopKAttrs,
): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let label = 0;
    for (let c = 1; c < C; c++) {
      if (target.data[n * C + c] > target.data[n * C + label]) label = c;
    }
    let isHit = true;
    let greater = 0;
    for (let c = 0; c < C; c++) {
      if (!Number.isFinite(output.data[n * C + c])) isHit = false;
      if (output.data[n * C + c] > output.data[n * C + label]) greater++;
    }
    y.data[n] = isHit && greater < k ? 1 : 0;
  }
}
