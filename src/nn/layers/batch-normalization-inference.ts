import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { batchNormInference, fill } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { type CallContext, Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';
import { notInPredictions } from './training-only.ts';

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

/** `BatchNormalization` where nothing is trained: by the moving statistics alone. */
export class BatchNormalizationInference extends Layer<Required<Omit<BatchNormalizationOptions, keyof LayerOptions>>> {
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

  /** Throws `ValueError` where the layer was applied with `training: true`. */
  call([x]: readonly Tensor[], weights: Weights, { training }: CallContext): Tensor {
    if (training) throw notInPredictions(this);
    const { mean, variance, gamma, beta } = this.parameters(x, weights);
    return batchNormInference({ x, gamma, beta, mean, variance }, { epsilon: this.settings.epsilon });
  }

  /** The weights, with those that do nothing where there is none. */
  protected parameters(x: Tensor, weights: Weights) {
    const mean = weights['movingMean'] as Tensor;
    return {
      mean,
      variance: weights['movingVariance'] as Tensor,
      gamma: weights['gamma'] ?? fill(x.device, mean.shape, 1),
      beta: weights['beta'] ?? fill(x.device, mean.shape, 0),
    };
  }
}
