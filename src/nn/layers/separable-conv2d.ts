import { type Shape, spec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { addBias, conv2d, conv2dOp, depthwiseConv2d, depthwiseConv2dOp } from '../../ops/index.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import { checkPositiveInteger, pairOf, type Size2d } from '../options.ts';
import type { ConstraintSpec } from '../regularizers/constraints.ts';
import type { Regularizer } from '../regularizers/regularizers.ts';
import { weightLimits } from '../regularizers/weight-limits.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';
import { checkPadding, type LayerPadding } from './padding.ts';

export interface SeparableConv2DOptions extends LayerOptions {
  /** Number of output channels. */
  readonly filters: number;
  readonly kernelSize: Size2d;
  /** Default 1. */
  readonly strides?: Size2d;
  /** `'valid'` (default) or `'same'`. */
  readonly padding?: LayerPadding;
  /** Distance between the filter's taps. Default 1. */
  readonly dilationRate?: Size2d;
  /** Channels between the two steps, for each input channel. Default 1. */
  readonly depthMultiplier?: number;
  /** Default `'linear'`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `'glorotUniform'`. */
  readonly depthwiseInitializer?: InitializerSpec;
  /** Default `'glorotUniform'`. */
  readonly pointwiseInitializer?: InitializerSpec;
  /** Default `'zeros'`. */
  readonly biasInitializer?: InitializerSpec;
  /** A penalty on the depthwise kernel that is added to the loss, such as `l2(0.01)`. Default none. */
  readonly depthwiseRegularizer?: Regularizer;
  /** Default none. */
  readonly pointwiseRegularizer?: Regularizer;
  /** Default none. */
  readonly biasRegularizer?: Regularizer;
  /** What the depthwise kernel is brought back to after each step, such as `maxNorm(2)`. Default none. */
  readonly depthwiseConstraint?: ConstraintSpec | null;
  /** Default none. */
  readonly pointwiseConstraint?: ConstraintSpec | null;
  /** Default none. */
  readonly biasConstraint?: ConstraintSpec | null;
}

/**
 * Convolves each channel by itself and then mixes the channels: `[height, width, channels]` to `[outHeight, outWidth,
 * filters]`. Weights: `depthwiseKernel` [kernelHeight, kernelWidth, channels, depthMultiplier], `pointwiseKernel` [1, 1,
 * channels · depthMultiplier, filters] and `bias`.
 * https://keras.io/api/layers/convolution_layers/separable_convolution2d/
 */
export class SeparableConv2D extends Layer<Required<Omit<SeparableConv2DOptions, keyof LayerOptions>>> {
  constructor(options: SeparableConv2DOptions) {
    super('SeparableConv2D', options, {
      filters: undefined,
      kernelSize: undefined,
      strides: 1,
      padding: 'valid',
      dilationRate: 1,
      depthMultiplier: 1,
      activation: 'linear',
      useBias: true,
      depthwiseInitializer: 'glorotUniform',
      pointwiseInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
      depthwiseRegularizer: null,
      pointwiseRegularizer: null,
      biasRegularizer: null,
      depthwiseConstraint: null,
      pointwiseConstraint: null,
      biasConstraint: null,
    });
    const { filters, kernelSize, strides, padding, dilationRate, depthMultiplier, activation } = this.settings;
    checkPositiveInteger('SeparableConv2D: filters', filters);
    checkPositiveInteger('SeparableConv2D: depthMultiplier', depthMultiplier);
    pairOf('SeparableConv2D: kernelSize', kernelSize);
    pairOf('SeparableConv2D: strides', strides);
    pairOf('SeparableConv2D: dilationRate', dilationRate);
    checkPadding('SeparableConv2D', padding);
    activationByName(activation);
    checkInitializer(this.settings.depthwiseInitializer);
    checkInitializer(this.settings.pointwiseInitializer);
    checkInitializer(this.settings.biasInitializer);
    for (const weight of ['depthwise', 'pointwise', 'bias']) weightLimits('SeparableConv2D', weight, this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [depthwise, pointwise] = this.#kernelShapes(input).map((shape) => spec(shape));
    const x = spec([1, ...input]);
    const between = depthwiseConv2dOp.outputs({ x, filter: depthwise }, this.#attrs()).y;
    return conv2dOp.outputs({ x: between, filter: pointwise }, {}).y.shape.slice(1);
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    const { filters, useBias, depthwiseInitializer, pointwiseInitializer, biasInitializer } = this.settings;
    const [depthwise, pointwise] = this.#kernelShapes(input);
    const limits = (weight: string) => weightLimits('SeparableConv2D', weight, this.settings);
    const specs = [
      {
        name: 'depthwiseKernel',
        shape: depthwise,
        initializer: depthwiseInitializer,
        trainable: true,
        ...limits('depthwise'),
      },
      {
        name: 'pointwiseKernel',
        shape: pointwise,
        initializer: pointwiseInitializer,
        trainable: true,
        ...limits('pointwise'),
      },
      { name: 'bias', shape: [filters], initializer: biasInitializer, trainable: true, ...limits('bias') },
    ];
    return useBias ? specs : specs.slice(0, 2);
  }

  call([x]: readonly Tensor[], { depthwiseKernel, pointwiseKernel, bias }: Weights): Tensor {
    const y = conv2d(depthwiseConv2d(x, depthwiseKernel as Tensor, this.#attrs()), pointwiseKernel as Tensor);
    return activationByName(this.settings.activation)(bias === undefined ? y : addBias(y, bias));
  }

  #kernelShapes(input: Shape): readonly [Shape, Shape] {
    const { kernelSize, depthMultiplier, filters } = this.settings;
    const [, , channels] = imageShape('SeparableConv2D', input);
    return [
      [...pairOf('SeparableConv2D: kernelSize', kernelSize), channels, depthMultiplier],
      [1, 1, channels * depthMultiplier, filters],
    ];
  }

  #attrs() {
    const { strides, padding, dilationRate } = this.settings;
    return { strides, padding, dilations: dilationRate };
  }
}
