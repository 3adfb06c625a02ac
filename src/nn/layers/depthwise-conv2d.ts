import { type Shape, spec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { addBias, depthwiseConv2d, depthwiseConv2dOp } from '../../ops/index.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import { checkPositiveInteger, pairOf, type Size2d } from '../options.ts';
import type { ConstraintSpec } from '../regularizers/constraints.ts';
import type { Regularizer } from '../regularizers/regularizers.ts';
import { weightLimits } from '../regularizers/weight-limits.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';
import { checkPadding, type LayerPadding } from './padding.ts';

export interface DepthwiseConv2DOptions extends LayerOptions {
  readonly kernelSize: Size2d;
  /** Default 1. */
  readonly strides?: Size2d;
  /** `'valid'` (default) or `'same'`. */
  readonly padding?: LayerPadding;
  /** Output channels for each input channel. Default 1. */
  readonly depthMultiplier?: number;
  /** Distance between the filter's taps. Default 1. */
  readonly dilationRate?: Size2d;
  /** Default `'linear'`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `'glorotUniform'`. */
  readonly depthwiseInitializer?: InitializerSpec;
  /** Default `'zeros'`. */
  readonly biasInitializer?: InitializerSpec;
  /** A penalty on the kernel that is added to the loss, such as `l2(0.01)`. Default none. */
  readonly depthwiseRegularizer?: Regularizer;
  /** Default none. */
  readonly biasRegularizer?: Regularizer;
  /** What the kernel is brought back to after each step, such as `maxNorm(2)`. Default none. */
  readonly depthwiseConstraint?: ConstraintSpec | null;
  /** Default none. */
  readonly biasConstraint?: ConstraintSpec | null;
}

/**
 * Convolves each channel by itself: `[height, width, channels]` to `[outHeight, outWidth, channels · depthMultiplier]`.
 * Weights: `kernel` [kernelHeight, kernelWidth, channels, depthMultiplier] and `bias`.
 * https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/
 */
export class DepthwiseConv2D extends Layer<Required<Omit<DepthwiseConv2DOptions, keyof LayerOptions>>> {
  constructor(options: DepthwiseConv2DOptions) {
    super('DepthwiseConv2D', options, {
      kernelSize: undefined,
      strides: 1,
      padding: 'valid',
      depthMultiplier: 1,
      dilationRate: 1,
      activation: 'linear',
      useBias: true,
      depthwiseInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
      depthwiseRegularizer: null,
      biasRegularizer: null,
      depthwiseConstraint: null,
      biasConstraint: null,
    });
    const { kernelSize, strides, padding, depthMultiplier, dilationRate, activation } = this.settings;
    pairOf('DepthwiseConv2D: kernelSize', kernelSize);
    pairOf('DepthwiseConv2D: strides', strides);
    pairOf('DepthwiseConv2D: dilationRate', dilationRate);
    checkPositiveInteger('DepthwiseConv2D: depthMultiplier', depthMultiplier);
    checkPadding('DepthwiseConv2D', padding);
    activationByName(activation);
    checkInitializer(this.settings.depthwiseInitializer);
    checkInitializer(this.settings.biasInitializer);
    weightLimits('DepthwiseConv2D', 'depthwise', this.settings);
    weightLimits('DepthwiseConv2D', 'bias', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const x = spec([1, ...imageShape('DepthwiseConv2D', input)]);
    return depthwiseConv2dOp.outputs({ x, filter: spec(this.#kernelShape(input)) }, this.#attrs()).y.shape.slice(1);
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    const { depthwiseInitializer, biasInitializer, useBias, depthMultiplier } = this.settings;
    const shape = this.#kernelShape(input);
    const [, , channels] = imageShape('DepthwiseConv2D', input);
    const kernel = {
      name: 'kernel',
      shape,
      initializer: depthwiseInitializer,
      trainable: true,
      ...weightLimits('DepthwiseConv2D', 'depthwise', this.settings),
    };
    const bias = {
      name: 'bias',
      shape: [channels * depthMultiplier],
      initializer: biasInitializer,
      trainable: true,
      ...weightLimits('DepthwiseConv2D', 'bias', this.settings),
    };
    return useBias ? [kernel, bias] : [kernel];
  }

  call([x]: readonly Tensor[], { kernel, bias }: Weights): Tensor {
    const y = depthwiseConv2d(x, kernel as Tensor, this.#attrs());
    return activationByName(this.settings.activation)(bias === undefined ? y : addBias(y, bias));
  }

  #kernelShape(input: Shape): Shape {
    const { kernelSize, depthMultiplier } = this.settings;
    const [, , channels] = imageShape('DepthwiseConv2D', input);
    return [...pairOf('DepthwiseConv2D: kernelSize', kernelSize), channels, depthMultiplier];
  }

  #attrs() {
    const { strides, padding, dilationRate } = this.settings;
    return { strides, padding, dilations: dilationRate };
  }
}
