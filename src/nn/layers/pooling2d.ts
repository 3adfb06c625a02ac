import { type Shape, spec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { averagePool2d, averagePool2dOp, maxPool2d, maxPool2dOp } from '../../ops/index.ts';
import { pairOf, type Size2d } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';
import { checkPadding, type LayerPadding } from './padding.ts';

export interface Pooling2DOptions extends LayerOptions {
  /** Size of the window. Default 2. */
  readonly poolSize?: Size2d;
  /** Default: the window's size. */
  readonly strides?: Size2d | null;
  /** `'valid'` (default) or `'same'`. */
  readonly padding?: LayerPadding;
}

/** What max and average pooling share: options and the check of them. */
abstract class Pooling2D extends Layer<Required<Omit<Pooling2DOptions, keyof LayerOptions>>> {
  constructor(className: string, options: Pooling2DOptions) {
    super(className, options, { poolSize: 2, strides: null, padding: 'valid' });
    const { poolSize, strides, padding } = this.settings;
    pairOf(`${className}: poolSize`, poolSize);
    if (strides !== null) pairOf(`${className}: strides`, strides);
    checkPadding(className, padding);
  }

  protected attrs() {
    const { poolSize, strides, padding } = this.settings;
    return { poolSize, strides: strides ?? poolSize, padding };
  }

  protected input(input: Shape) {
    return { x: spec([1, ...imageShape(this.className, input)]) };
  }
}

/** The largest value of each window. https://keras.io/api/layers/pooling_layers/max_pooling2d/ */
export class MaxPooling2D extends Pooling2D {
  constructor(options: Pooling2DOptions = {}) {
    super('MaxPooling2D', options);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return maxPool2dOp.outputs(this.input(input), this.attrs()).y.shape.slice(1);
  }

  call([x]: readonly Tensor[]): Tensor {
    return maxPool2d(x, this.attrs());
  }
}

/** The mean of each window, without what is padding. https://keras.io/api/layers/pooling_layers/average_pooling2d/ */
export class AveragePooling2D extends Pooling2D {
  constructor(options: Pooling2DOptions = {}) {
    super('AveragePooling2D', options);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return averagePool2dOp.outputs(this.input(input), this.attrs()).y.shape.slice(1);
  }

  call([x]: readonly Tensor[]): Tensor {
    return averagePool2d(x, this.attrs());
  }
}
