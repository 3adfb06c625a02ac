import type { HostTensor } from '../../engine/shape.ts';
import { clipProbability, isClipped } from '../probability.ts';
import type { CrossentropyAttrs } from './sparse-categorical-crossentropy.ts';

/**
 * With target and output (N,C):
 * logits: normalizer[n] = log Σ_c exp(output[n,c]) and y[n] = Σ_c target[n,c] · (normalizer[n] − output[n,c]);
 * probabilities: normalizer[n] = Σ_c output[n,c] and y[n] = −Σ_c target[n,c] · log(clip(output[n,c] / normalizer[n])).
 * weight[n] is the sum of the targets whose term was not clipped; the gradient needs it.
 */
export function categoricalCrossentropy(
  target: HostTensor,
  output: HostTensor,
  y: HostTensor,
  normalizer: HostTensor,
  weight: HostTensor,
  { fromLogits }: CrossentropyAttrs,
): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let largest = -Infinity;
    for (let c = 0; c < C; c++) largest = Math.max(largest, output.data[n * C + c]);
    let sum = 0;
    for (let c = 0; c < C; c++) {
      sum += fromLogits ? Math.exp(output.data[n * C + c] - largest) : output.data[n * C + c];
    }
    normalizer.data[n] = fromLogits ? largest + Math.log(sum) : sum;

    let loss = 0;
    let counted = 0;
    for (let c = 0; c < C; c++) {
      const t = target.data[n * C + c];
      const x = output.data[n * C + c];
      if (fromLogits) loss += t * (Math.log(sum) - (x - largest));
      else loss -= t * Math.log(clipProbability(x / sum));
      if (fromLogits || !isClipped(x / sum)) counted += t;
    }
    y.data[n] = loss;
    weight.data[n] = counted;
  }
}

/**
 * Logits: doutput[n,c] = dy[n] · (weight[n] · exp(output[n,c] − normalizer[n]) − target[n,c]).
 * Probabilities: doutput[n,c] = dy[n] · (weight[n] / normalizer[n] − target[n,c] / output[n,c]), the last term only
 * where c was not clipped.
 */
export function categoricalCrossentropyGrad(
  dy: HostTensor,
  target: HostTensor,
  output: HostTensor,
  normalizer: HostTensor,
  weight: HostTensor,
  doutput: HostTensor,
  { fromLogits }: CrossentropyAttrs,
): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < dy.data.length; n++) {
    for (let c = 0; c < C; c++) {
      const t = target.data[n * C + c];
      const x = output.data[n * C + c];
      let slope: number;
      if (fromLogits) slope = weight.data[n] * Math.exp(x - normalizer.data[n]) - t;
      else {
        slope = weight.data[n] / normalizer.data[n];
        if (!isClipped(x / normalizer.data[n])) slope -= t / x;
      }
      doutput.data[n * C + c] = dy.data[n] * slope;
    }
  }
}
