import type { HostTensor } from '../../engine/shape.ts';

export interface TopKAttrs {
  /** How many of the greatest outputs count. Default 5. */
  readonly k?: number;
}

/**
 * y[n] = 1 where fewer than k of output[n,:] (N,C) are strictly greater than output[n,target[n]], else 0. A row with a
 * number that is not finite, or whose label is no class, gives 0.
 */
export function sparseTopKCategoricalAccuracy(
  target: HostTensor,
  output: HostTensor,
  y: HostTensor,
  { k = 5 }: TopKAttrs,
): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    const label = target.data[n];
    let isHit = label < C;
    let greater = 0;
    for (let c = 0; c < C; c++) {
      if (!Number.isFinite(output.data[n * C + c])) isHit = false;
      if (output.data[n * C + c] > output.data[n * C + label]) greater++;
    }
    y.data[n] = isHit && greater < k ? 1 : 0;
  }
}
