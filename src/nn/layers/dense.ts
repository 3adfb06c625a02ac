import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { addBias, matmul, reshape } from '../../ops/index.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import { checkPositiveInteger } from '../options.ts';
import type { ConstraintSpec } from '../regularizers/constraints.ts';
import type { Regularizer } from '../regularizers/regularizers.ts';
import { weightLimits } from '../regularizers/weight-limits.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';

export interface DenseOptions extends LayerOptions {
  /** Number of outputs. */
  readonly units: number;
  /** Default `'linear'`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `'glorotUniform'`. */
  readonly kernelInitializer?: InitializerSpec;
  /** Default `'zeros'`. */
  readonly biasInitializer?: InitializerSpec;
  /** A penalty on the kernel that is added to the loss, such as `l2(0.01)`. Default none. */
  readonly kernelRegularizer?: Regularizer;
  /** Default none. */
  readonly biasRegularizer?: Regularizer;
  /** What the kernel is brought back to after each step, such as `maxNorm(2)`. Default none. */
  readonly kernelConstraint?: ConstraintSpec | null;
  /** Default none. */
  readonly biasConstraint?: ConstraintSpec | null;
}

/**
 * activation(x · kernel + bias): `[features]` to `[units]`. Inputs with more axes are taken row by row along the last.
 * https://keras.io/api/layers/core_layers/dense/
 */
export class Dense extends Layer<Required<Omit<DenseOptions, keyof LayerOptions>>> {
  constructor(options: DenseOptions) {
    super('Dense', options, {
      units: undefined,
      activation: 'linear',
      useBias: true,
      kernelInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
      kernelRegularizer: null,
      biasRegularizer: null,
      kernelConstraint: null,
      biasConstraint: null,
    });
    checkPositiveInteger('Dense: units', this.settings.units);
    activationByName(this.settings.activation);
    checkInitializer(this.settings.kernelInitializer);
    checkInitializer(this.settings.biasInitializer);
    weightLimits('Dense', 'kernel', this.settings);
    weightLimits('Dense', 'bias', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    this.#features(input);
    return [...input.slice(0, -1), this.settings.units];
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    const { units, useBias, kernelInitializer, biasInitializer } = this.settings;
    const shape = [this.#features(input), units];
    const kernel = {
      name: 'kernel',
      shape,
      initializer: kernelInitializer,
      trainable: true,
      ...weightLimits('Dense', 'kernel', this.settings),
    };
    const bias = {
      name: 'bias',
      shape: [units],
      initializer: biasInitializer,
      trainable: true,
      ...weightLimits('Dense', 'bias', this.settings),
    };
    return useBias ? [kernel, bias] : [kernel];
  }

  call([x]: readonly Tensor[], { kernel, bias }: Weights): Tensor {
    const features = x.shape.slice(-1);
    const rows = x.shape.length === 2 ? x : reshape(x, [x.size / features[0], ...features]);
    const products = matmul(rows, kernel as Tensor);
    const sums = bias === undefined ? products : addBias(products, bias);
    const y = activationByName(this.settings.activation)(sums);
    return x.shape.length === 2 ? y : reshape(y, [...x.shape.slice(0, -1), this.settings.units]);
  }

  #features(input: Shape): number {
    const features = input.at(-1);
    if (features === undefined) {
      throw new ShapeError('Dense', { input }, 'takes rows of features; its input has no axis besides the batch.');
    }
    return features;
  }
}
