import type { HostTensor } from '../../engine/shape.ts';

/** y[n] = mean over k of (output[n,k] − target[n,k])², with target and output (N,K). */
export function meanSquaredError(target: HostTensor, output: HostTensor, y: HostTensor): void {
  const K = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += (output.data[n * K + k] - target.data[n * K + k]) ** 2;
    y.data[n] = sum / K;
  }
}

/** doutput[n,k] = dy[n] · 2 · (output[n,k] − target[n,k]) / K. */
export function meanSquaredErrorGrad(
  dy: HostTensor,
  target: HostTensor,
  output: HostTensor,
  doutput: HostTensor,
): void {
  const K = output.shape[output.shape.length - 1];
  for (let n = 0; n < dy.data.length; n++) {
    for (let k = 0; k < K; k++) {
      doutput.data[n * K + k] = (dy.data[n] * 2 * (output.data[n * K + k] - target.data[n * K + k])) / K;
    }
  }
}
