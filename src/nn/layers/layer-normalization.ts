import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { layerNorm } from '../../ops/index.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';

export interface LayerNormalizationOptions extends LayerOptions {
  /** The axis that is normalized: the last one, which is the default, -1. */
  readonly axis?: number;
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number;
  /** Whether there is a trained offset (`beta`). Default true. */
  readonly center?: boolean;
  /** Whether there is a trained factor (`gamma`). Default true. */
  readonly scale?: boolean;
  /** Default `'zeros'`. */
  readonly betaInitializer?: InitializerSpec;
  /** Default `'ones'`. */
  readonly gammaInitializer?: InitializerSpec;
}

/**
 * (x − mean) / √(variance + epsilon) · gamma + beta, with mean and variance over the last axis of each sample's own
 * numbers. J. Ba et al., 2016; https://keras.io/api/layers/normalization_layers/layer_normalization/
 */
export class LayerNormalization extends Layer<Required<Omit<LayerNormalizationOptions, keyof LayerOptions>>> {
  constructor(options: LayerNormalizationOptions = {}) {
    super('LayerNormalization', options, {
      axis: -1,
      epsilon: 1e-3,
      center: true,
      scale: true,
      betaInitializer: 'zeros',
      gammaInitializer: 'ones',
    });
    checkNumber('LayerNormalization: epsilon', this.settings.epsilon);
    checkInitializer(this.settings.betaInitializer);
    checkInitializer(this.settings.gammaInitializer);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const { axis } = this.settings;
    if (axis !== -1 && axis !== input.length) {
      throw new ShapeError(
        'LayerNormalization',
        { input, axis },
        `normalizes the last axis of ${showShape(input)} only, -1; axis is ${axis}.`,
      );
    }
    return input;
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    const { center, scale, betaInitializer, gammaInitializer } = this.settings;
    const shape = input.slice(-1);
    return [
      ...(scale ? [{ name: 'gamma', shape, initializer: gammaInitializer, trainable: true }] : []),
      ...(center ? [{ name: 'beta', shape, initializer: betaInitializer, trainable: true }] : []),
    ];
  }

  call([x]: readonly Tensor[], weights: Weights): Tensor {
    return layerNorm({ x, gamma: weights['gamma'], beta: weights['beta'] }, { epsilon: this.settings.epsilon });
  }
}
