import type { Tensor } from '../engine/tensor.ts';
import { add } from './add.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';
import { rescale } from './rescale.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { subtract } from './subtract.ts';
import { mean } from './sum.ts';

export interface LayerNormInputs {
  readonly x: Tensor;
  /** A factor for each number of the last axis. Default: none. */
  readonly gamma?: Tensor | undefined;
  /** An offset for each number of the last axis. Default: none. */
  readonly beta?: Tensor | undefined;
}

/**
 * (x − mean) / √(variance + epsilon) · gamma + beta, with mean and biased variance over the last axis; any shape.
 * `epsilon` is 1e-3 by default. J. Ba et al., 2016; https://keras.io/api/layers/normalization_layers/layer_normalization/
 */
export function layerNorm({ x, gamma, beta }: LayerNormInputs, { epsilon = 1e-3 } = {}): Tensor {
  const centered = subtract(x, mean(x, { axis: -1, keepDims: true }));
  const variance = mean(square(centered), { axis: -1, keepDims: true });
  const normalized = divide(centered, sqrt(rescale(variance, { scale: 1, offset: epsilon })));
  const scaled = gamma === undefined ? normalized : multiply(normalized, gamma);
  return beta === undefined ? scaled : add(scaled, beta);
}
