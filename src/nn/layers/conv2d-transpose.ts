import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { addBias, conv2dTranspose, conv2dTransposeShape } from '../../ops/index.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import { checkPositiveInteger, pairOf, type Size2d } from '../options.ts';
import type { ConstraintSpec } from '../regularizers/constraints.ts';
import type { Regularizer } from '../regularizers/regularizers.ts';
import { weightLimits } from '../regularizers/weight-limits.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';
import { checkPadding, type LayerPadding } from './padding.ts';

export interface Conv2DTransposeOptions extends LayerOptions {
  /** Number of output channels. */
  readonly filters: number;
  readonly kernelSize: Size2d;
  /** How many output pixels lie between neighboring input pixels. Default 1. */
  readonly strides?: Size2d;
  /** `'valid'` (default), or `'same'`: outputs are `strides` times as large as inputs. */
  readonly padding?: LayerPadding;
  /** Rows and columns added at the bottom and right, fewer than `strides`. Default null: what makes the size unambiguous. */
  readonly outputPadding?: number | readonly [number, number] | null;
  /** Distance between the filter's taps. Default 1. */
  readonly dilationRate?: Size2d;
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
 * Transposed convolution: `[height, width, channels]` to `[outHeight, outWidth, filters]`; each input pixel stamps its
 * multiple of the kernel. Weights: `kernel` [kernelHeight, kernelWidth, filters, channels] and `bias` [filters].
 * https://keras.io/api/layers/convolution_layers/convolution2d_transpose/
 */
export class Conv2DTranspose extends Layer<Required<Omit<Conv2DTransposeOptions, keyof LayerOptions>>> {
  constructor(options: Conv2DTransposeOptions) {
    super('Conv2DTranspose', options, {
      filters: undefined,
      kernelSize: undefined,
      strides: 1,
      padding: 'valid',
      outputPadding: null,
      dilationRate: 1,
      activation: 'linear',
      useBias: true,
      kernelInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
      kernelRegularizer: null,
      biasRegularizer: null,
      kernelConstraint: null,
      biasConstraint: null,
    });
    const { filters, kernelSize, strides, padding, outputPadding, dilationRate, activation } = this.settings;
    checkPositiveInteger('Conv2DTranspose: filters', filters);
    pairOf('Conv2DTranspose: kernelSize', kernelSize);
    const steps = pairOf('Conv2DTranspose: strides', strides);
    pairOf('Conv2DTranspose: dilationRate', dilationRate);
    const extra = typeof outputPadding === 'number' ? [outputPadding, outputPadding] : outputPadding;
    if (extra !== null && !extra.every((n, axis) => Number.isInteger(n) && n >= 0 && n < steps[axis])) {
      throw new ValueError(
        `Conv2DTranspose: outputPadding is ${JSON.stringify(outputPadding)}; whole numbers below strides are expected.`,
        { outputPadding, strides },
      );
    }
    checkPadding('Conv2DTranspose', padding);
    activationByName(activation);
    checkInitializer(this.settings.kernelInitializer);
    checkInitializer(this.settings.biasInitializer);
    weightLimits('Conv2DTranspose', 'kernel', this.settings);
    weightLimits('Conv2DTranspose', 'bias', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return conv2dTransposeShape([1, ...input], this.#kernelShape(input), this.#attrs()).slice(1);
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    const { filters, useBias, kernelInitializer, biasInitializer } = this.settings;
    const kernel = {
      name: 'kernel',
      shape: this.#kernelShape(input),
      initializer: kernelInitializer,
      trainable: true,
      ...weightLimits('Conv2DTranspose', 'kernel', this.settings),
    };
    const bias = {
      name: 'bias',
      shape: [filters],
      initializer: biasInitializer,
      trainable: true,
      ...weightLimits('Conv2DTranspose', 'bias', this.settings),
    };
    return useBias ? [kernel, bias] : [kernel];
  }

  call([x]: readonly Tensor[], { kernel, bias }: Weights): Tensor {
    const y = conv2dTranspose(x, kernel as Tensor, this.#attrs());
    return activationByName(this.settings.activation)(bias === undefined ? y : addBias(y, bias));
  }

  #kernelShape(input: Shape): Shape {
    const [, , channels] = imageShape('Conv2DTranspose', input);
    return [...pairOf('Conv2DTranspose: kernelSize', this.settings.kernelSize), this.settings.filters, channels];
  }

  #attrs() {
    const { strides, padding, dilationRate, outputPadding } = this.settings;
    return { strides, padding, outputPadding, dilations: dilationRate };
  }
}
