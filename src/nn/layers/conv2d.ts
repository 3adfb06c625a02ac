import { type Shape, spec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { addBias, conv2d, conv2dOp } from '../../ops/index.ts';
import { activationByName } from '../activations.ts';
import { checkPositiveInteger, pairOf, type Size2d } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { checkKernelSettings, type KernelOptions, kernelAndBias, kernelDefaults } from './kernel-options.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';
import { checkPadding, type LayerPadding } from './padding.ts';

export interface Conv2DOptions extends KernelOptions {
  /** Number of output channels. */
  readonly filters: number;
  readonly kernelSize: Size2d;
  /** Default 1. */
  readonly strides?: Size2d;
  /** `'valid'` (default) or `'same'`. */
  readonly padding?: LayerPadding;
  /** Distance between the filter's taps. Default 1. */
  readonly dilationRate?: Size2d;
}

/**
 * 2-D convolution: `[height, width, channels]` to `[outHeight, outWidth, filters]`. Weights: `kernel` [kernelHeight,
 * kernelWidth, channels, filters] and `bias` [filters]. https://keras.io/api/layers/convolution_layers/convolution2d/
 */
export class Conv2D extends Layer<Required<Omit<Conv2DOptions, keyof LayerOptions>>> {
  constructor(options: Conv2DOptions) {
    super('Conv2D', options, {
      filters: undefined,
      kernelSize: undefined,
      strides: 1,
      padding: 'valid',
      dilationRate: 1,
      ...kernelDefaults,
    });
    const { filters, kernelSize, strides, padding, dilationRate } = this.settings;
    checkPositiveInteger('Conv2D: filters', filters);
    pairOf('Conv2D: kernelSize', kernelSize);
    pairOf('Conv2D: strides', strides);
    pairOf('Conv2D: dilationRate', dilationRate);
    checkPadding('Conv2D', padding);
    checkKernelSettings('Conv2D', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const x = spec([1, ...imageShape('Conv2D', input)]);
    return conv2dOp.outputs({ x, filter: spec(this.#kernelShape(input)) }, this.#attrs()).y.shape.slice(1);
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    return kernelAndBias('Conv2D', this.settings, this.#kernelShape(input), this.settings.filters);
  }

  call([x]: readonly Tensor[], { kernel, bias }: Weights): Tensor {
    const y = conv2d(x, kernel as Tensor, this.#attrs());
    return activationByName(this.settings.activation)(bias === undefined ? y : addBias(y, bias));
  }

  #kernelShape(input: Shape): Shape {
    const [, , channels] = imageShape('Conv2D', input);
    return [...pairOf('Conv2D: kernelSize', this.settings.kernelSize), channels, this.settings.filters];
  }

  #attrs() {
    const { strides, padding, dilationRate } = this.settings;
    return { strides, padding, dilations: dilationRate };
  }
}
