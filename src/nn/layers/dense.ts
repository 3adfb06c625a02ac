import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { addBias, matmul } from '../../ops/index.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import { checkPositiveInteger } from '../options.ts';
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
}

/** activation(x · kernel + bias): `[features]` to `[units]`. https://keras.io/api/layers/core_layers/dense/ */
export class Dense extends Layer<Required<Omit<DenseOptions, keyof LayerOptions>>> {
  constructor(options: DenseOptions) {
    super('Dense', options, {
      units: undefined,
      activation: 'linear',
      useBias: true,
      kernelInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
    });
    checkPositiveInteger('Dense: units', this.settings.units);
    activationByName(this.settings.activation);
    checkInitializer(this.settings.kernelInitializer);
    checkInitializer(this.settings.biasInitializer);
  }

  outputShape(input: Shape): Shape {
    this.#features(input);
    return [this.settings.units];
  }

  override weights(input: Shape): readonly WeightSpec[] {
    const { units, useBias, kernelInitializer, biasInitializer } = this.settings;
    const shape = [this.#features(input), units];
    const kernel = { name: 'kernel', shape, initializer: kernelInitializer, trainable: true };
    const bias = { name: 'bias', shape: [units], initializer: biasInitializer, trainable: true };
    return useBias ? [kernel, bias] : [kernel];
  }

  call(x: Tensor, { kernel, bias }: Weights): Tensor {
    const y = matmul(x, kernel as Tensor);
    return activationByName(this.settings.activation)(bias === undefined ? y : addBias(y, bias));
  }

  #features(input: Shape): number {
    const [features] = input;
    if (input.length !== 1 || features === undefined) {
      throw new ShapeError(
        'Dense',
        { input },
        `takes one row of features; its input is ${showShape(input)}. Put a Flatten before it.`,
      );
    }
    return features;
  }
}
