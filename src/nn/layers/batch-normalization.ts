import type { Tensor } from '../../engine/tensor.ts';
import { batchNorm, movingAverage } from '../../ops/index.ts';
import { BatchNormalizationInference } from './batch-normalization-inference.ts';
import type { CallContext, Weights } from './layer.ts';

/**
 * (x − mean) / √(variance + epsilon) · gamma + beta for each channel (the last axis): with the batch's statistics in
 * training, which also move the moving statistics (the variance is the biased one, as in Keras 3), and with the moving
 * statistics otherwise. S. Ioffe, C. Szegedy, 2015; https://keras.io/api/layers/normalization_layers/batch_normalization/
 */
export class BatchNormalization extends BatchNormalizationInference {
  override call([x]: readonly Tensor[], weights: Weights, context: CallContext): Tensor {
    const { training, frozen } = context;
    if (!training || (frozen?.has(this) ?? !this.trainable)) {
      return super.call([x], weights, { ...context, training: false });
    }
    const { momentum, epsilon } = this.settings;
    const { gamma, beta, mean: movingMean, variance: movingVariance } = this.parameters(x, weights);
    const { y, mean, variance } = batchNorm({ x, gamma, beta }, { epsilon });
    movingAverage({ moving: movingMean, value: mean }, { momentum });
    movingAverage({ moving: movingVariance, value: variance }, { momentum });
    return y;
  }
}
