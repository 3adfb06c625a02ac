import type { HostTensor } from '../../engine/shape.ts';
import { clipProbability, isClipped } from '../probability.ts';
import type { CrossentropyAttrs } from './sparse-categorical-crossentropy.ts';

/**
 * With z = target[n,k] and x = output[n,k], both (N,K): y[n] = mean over k of
 * logits: max(x, 0) − x·z + log(1 + exp(−|x|)); probabilities: −z·log(p) − (1 − z)·log(1 − p), where p = clip(x).
 */
export function binaryCrossentropy(
  target: HostTensor,
  output: HostTensor,
  y: HostTensor,
  { fromLogits }: CrossentropyAttrs,
): void {
  const K = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let sum = 0;
    for (let k = 0; k < K; k++) {
      const z = target.data[n * K + k];
      const x = output.data[n * K + k];
      const p = clipProbability(x);
      if (fromLogits) sum += Math.max(x, 0) - x * z + Math.log1p(Math.exp(-Math.abs(x)));
      else sum -= z * Math.log(p) + (1 - z) * Math.log(1 - p);
    }
    y.data[n] = sum / K;
  }
}

/**
 * doutput[n,k] = dy[n] / K times, for logits: sigmoid(x) − z; for probabilities: (x − z) / (x·(1 − x)), or 0 where x was
 * clipped.
 */
export function binaryCrossentropyGrad(
  dy: HostTensor,
  target: HostTensor,
  output: HostTensor,
  doutput: HostTensor,
  { fromLogits }: CrossentropyAttrs,
): void {
  const K = output.shape[output.shape.length - 1];
  for (let n = 0; n < dy.data.length; n++) {
    for (let k = 0; k < K; k++) {
      const z = target.data[n * K + k];
      const x = output.data[n * K + k];
      let slope: number;
      if (fromLogits) slope = 1 / (1 + Math.exp(-x)) - z;
      else slope = isClipped(x) ? 0 : (x - z) / (x * (1 - x));
      doutput.data[n * K + k] = (dy.data[n] / K) * slope;
    }
  }
}
