import type { HostTensor } from '../../engine/shape.ts';
import { clipProbability, isClipped } from '../probability.ts';

export interface CrossentropyAttrs {
  /** `output` holds logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
}

/**
 * With output (N,C) and label t = target[n]:
 * logits: normalizer[n] = log Σ_c exp(output[n,c]) and y[n] = normalizer[n] − output[n,t];
 * probabilities: normalizer[n] = Σ_c output[n,c] and y[n] = −log(clip(output[n,t] / normalizer[n])).
 * A label that is no class gives NaN.
 */
export function sparseCategoricalCrossentropy(
  target: HostTensor,
  output: HostTensor,
  y: HostTensor,
  normalizer: HostTensor,
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

    const label = target.data[n];
    const chosen = label < C ? output.data[n * C + label] : Number.NaN;
    y.data[n] = fromLogits ? Math.log(sum) - (chosen - largest) : -Math.log(clipProbability(chosen / sum));
  }
}

/**
 * Logits: doutput[n,c] = dy[n] · (exp(output[n,c] − normalizer[n]) − [c = t]).
 * Probabilities: doutput[n,c] = dy[n] · (1 / normalizer[n] − [c = t] / output[n,t]), or 0 where the loss was clipped.
 */
export function sparseCategoricalCrossentropyGrad(
  dy: HostTensor,
  target: HostTensor,
  output: HostTensor,
  normalizer: HostTensor,
  doutput: HostTensor,
  { fromLogits }: CrossentropyAttrs,
): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < dy.data.length; n++) {
    const label = target.data[n];
    const chosen = label < C ? output.data[n * C + label] : Number.NaN;
    for (let c = 0; c < C; c++) {
      let slope = Number.NaN;
      if (label < C) {
        const isLabel = c === label ? 1 : 0;
        if (fromLogits) slope = Math.exp(output.data[n * C + c] - normalizer.data[n]) - isLabel;
        else if (isClipped(chosen / normalizer.data[n])) slope = 0;
        else slope = 1 / normalizer.data[n] - isLabel / chosen;
      }
      doutput.data[n * C + c] = dy.data[n] * slope;
    }
  }
}
