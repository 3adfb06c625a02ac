import type { HostTensor } from '../../engine/shape.ts';

export interface BinaryAccuracyAttrs {
  /** An output above it counts as 1, any other as 0. Default 0.5. */
  readonly threshold?: number;
}

/** y[n] = share of k where [output[n,k] > threshold] equals target[n,k], with target and output (N,K). */
export function binaryAccuracy(
  target: HostTensor,
  output: HostTensor,
  y: HostTensor,
  { threshold = 0.5 }: BinaryAccuracyAttrs,
): void {
  const K = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let hits = 0;
    for (let k = 0; k < K; k++) {
      const predicted = output.data[n * K + k] > threshold ? 1 : 0;
      if (predicted === target.data[n * K + k]) hits++;
    }
    y.data[n] = hits / K;
  }
}
