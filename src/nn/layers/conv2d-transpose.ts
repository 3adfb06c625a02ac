import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { addBias, conv2dTranspose, conv2dTransposeShape } from '../../ops/index.ts';
import { activationByName } from '../activations.ts';
import { checkPositiveInteger, pairOf, type Size2d } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { checkKernelSettings, type KernelOptions, kernelAndBias, kernelDefaults } from './kernel-options.ts';
import { Layer, type LayerOptions, type WeightSpec, type Weights } from './layer.ts';
import { checkPadding, type LayerPadding } from './padding.ts';

export interface Conv2DTransposeOptions extends KernelOptions {
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
      ...kernelDefaults,
    });
    const { filters, kernelSize, strides, padding, outputPadding, dilationRate } = this.settings;
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
    checkKernelSettings('Conv2DTranspose', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return conv2dTransposeShape([1, ...input], this.#kernelShape(input), this.#attrs()).slice(1);
  }

  override weights([input]: readonly Shape[]): readonly WeightSpec[] {
    return kernelAndBias('Conv2DTranspose', this.settings, this.#kernelShape(input), this.settings.filters);
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
