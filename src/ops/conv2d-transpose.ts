import { rank4, type Shape, sameShape, showShape } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';
import { conv2dGeometry, type Pair } from '../kernels/geometry.ts';
import { checkDType } from './check-dtype.ts';
import { conv2dGradInputOp } from './conv2d.ts';

/** Attributes of transposed convolutions, as in https://keras.io/api/layers/convolution_layers/convolution2d_transpose/. */
export interface Conv2dTransposeAttrs {
  /** How many output pixels lie between neighboring input pixels. Default 1. */
  readonly strides?: Pair;
  /** Pixels between neighboring taps of the filter. Default 1. */
  readonly dilations?: Pair;
  /** `'valid'` (default) or `'same'`: outputs are `strides` times as large as inputs. */
  readonly padding?: 'valid' | 'same';
  /** Rows and columns added at the bottom and right; less than the stride. Default: what makes the size unambiguous. */
  readonly outputPadding?: Pair | null;
}

const both = (pair: Pair): readonly [number, number] => (typeof pair === 'number' ? [pair, pair] : pair);

/**
 * Shape of the output for images `x` (N,H,W,C) and a filter (height,width,O,C), by the rule of
 * keras/src/backend/common/backend_utils.py. Throws `ShapeError`.
 */
export function conv2dTransposeShape(
  x: Shape,
  filter: Shape,
  { strides = 1, dilations = 1, padding = 'valid', outputPadding = null }: Conv2dTransposeAttrs = {},
): readonly [number, number, number, number] {
  const [batch, ...inSizes] = rank4(x, 'conv2dTranspose: x');
  const [, , outChannels] = rank4(filter, 'conv2dTranspose: filter');
  const [height, width] = [0, 1].map((axis) => {
    const stride = both(strides)[axis];
    const reach = (filter[axis] - 1) * both(dilations)[axis] + 1;
    const extra = outputPadding === null ? null : both(outputPadding)[axis];
    if (padding === 'valid') return (inSizes[axis] - 1) * stride + reach + (extra ?? Math.max(stride - reach, 0));
    return extra === null ? inSizes[axis] * stride : (inSizes[axis] - 1) * stride + (reach % 2) + extra;
  });
  const y = [batch, height, width, outChannels] as const;
  const { outHeight, outWidth, outChannels: inChannels } = conv2dGeometry(y, filter, { strides, dilations, padding });
  if (!sameShape(x, [batch, outHeight, outWidth, inChannels])) {
    throw new ShapeError(
      'conv2dTranspose',
      { x, filter, strides, padding, outputPadding },
      `cannot take x ${showShape(x)} to ${showShape(y)} with a filter ${showShape(filter)}: a convolution of that gives ${showShape([batch, outHeight, outWidth, inChannels])}. The last sizes of x and filter must be equal, and outputPadding less than the stride.`,
    );
  }
  return y;
}

/**
 * Transposed convolution of images `x` (N,H,W,C) with `filter` (height,width,O,C): (N,H',W',O). It is the gradient of a
 * convolution with respect to its images, and runs the same kernels. Throws `ShapeError` and `DTypeError`.
 */
export function conv2dTranspose(x: Tensor, filter: Tensor, attrs: Conv2dTransposeAttrs = {}): Tensor {
  checkDType(x, 'f32', 'conv2dTranspose: x');
  checkDType(filter, 'f32', 'conv2dTranspose: filter');
  const { strides = 1, dilations = 1, padding = 'valid' } = attrs;
  const inputShape = conv2dTransposeShape(x.shape, filter.shape, attrs);
  return conv2dGradInputOp({ dy: x, filter }, { strides, dilations, padding, inputShape }).dx;
}
