import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { addBias, matmul, reshape } from '../../ops/index.ts';
import { activationByName } from '../activations.ts';
import { checkPositiveInteger } from '../options.ts';
import { checkKernelSettings, type KernelOptions, kernelAndBias, kernelDefaults } from './kernel-options.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';

export interface DenseOptions extends KernelOptions {
  /** Number of outputs. */
  readonly units: number;
}

/**
 * activation(x · kernel + bias): `[features]` to `[units]`. Inputs with more axes are taken row by row along the last.
 * https://keras.io/api/layers/core_layers/dense/
 */
export class Dense extends Layer<Required<Omit<DenseOptions, keyof LayerOptions>>> {
  constructor(options: DenseOptions) {
    super('Dense', options, {
      units: undefined,
      ...kernelDefaults,
    });
    checkPositiveInteger('Dense: units', this.settings.units);
    checkKernelSettings('Dense', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    this.#features(input);
    return [...input.slice(0, -1), this.settings.units];
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    return kernelAndBias('Dense', this.settings, [this.#features(input), this.settings.units], this.settings.units);
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
