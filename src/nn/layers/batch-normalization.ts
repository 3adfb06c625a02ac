import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { batchNorm, batchNormInference, fill, movingAverage } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { type CallContext, Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';

export interface BatchNormalizationOptions extends LayerOptions {
  /** How much of the old moving statistics a step keeps. Default 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number;
  /** Whether there is a trained offset (`beta`). Default true. */
  readonly center?: boolean;
  /** Whether there is a trained factor (`gamma`). Default true. */
  readonly scale?: boolean;
}

/**
 * (x − mean) / √(variance + epsilon) · gamma + beta for each channel (the last axis): with the batch's statistics in
 * training, which also move the moving statistics (the variance is the biased one, as in Keras 3), and with the moving
 * statistics otherwise. S. Ioffe, C. Szegedy, 2015; https://keras.io/api/layers/normalization_layers/batch_normalization/
 */
export class BatchNormalization extends Layer<Required<Omit<BatchNormalizationOptions, keyof LayerOptions>>> {
  constructor(options: BatchNormalizationOptions = {}) {
    super('BatchNormalization', options, { momentum: 0.99, epsilon: 1e-3, center: true, scale: true });
    checkNumber('BatchNormalization: momentum', this.settings.momentum);
    checkNumber('BatchNormalization: epsilon', this.settings.epsilon);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    const shape = input.slice(-1);
    const { center, scale } = this.settings;
    return [
      ...(scale ? [{ name: 'gamma', shape, initializer: 'ones', trainable: true } as const] : []),
      ...(center ? [{ name: 'beta', shape, initializer: 'zeros', trainable: true } as const] : []),
      { name: 'movingMean', shape, initializer: 'zeros', trainable: false },
      { name: 'movingVariance', shape, initializer: 'ones', trainable: false },
    ];
  }

  call([x]: readonly Tensor[], weights: Weights, { training, frozen }: CallContext): Tensor {
    const movingMean = weights['movingMean'] as Tensor;
    const movingVariance = weights['movingVariance'] as Tensor;
    const { momentum, epsilon } = this.settings;
    const gamma = weights['gamma'] ?? fill(x.device, movingMean.shape, 1);
    const beta = weights['beta'] ?? fill(x.device, movingMean.shape, 0);
    if (!training || (frozen?.has(this) ?? !this.trainable))
      return batchNormInference({ x, gamma, beta, mean: movingMean, variance: movingVariance }, { epsilon });
    const { y, mean, variance } = batchNorm({ x, gamma, beta }, { epsilon });
    movingAverage({ moving: movingMean, value: mean }, { momentum });
    movingAverage({ moving: movingVariance, value: variance }, { momentum });
    return y;
  }
}
