import type { Shape } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';

/** One number for height and width alike, or `[height, width]`. */
export type Pair = number | readonly [number, number];

/**
 * `'valid'`: none. `'same'`: as much as makes the output `ceil(input / stride)` long, an odd pixel at the bottom and
 * right (Keras and TensorFlow). `[[top, bottom], [left, right]]`: that many pixels.
 */
export type Padding = 'same' | 'valid' | readonly [readonly [number, number], readonly [number, number]];

/** Attributes of convolutions, as in https://keras.io/api/layers/convolution_layers/convolution2d/. */
export interface Conv2dAttrs {
  /** Pixels between neighboring windows. Default 1. */
  readonly strides?: Pair;
  /** Pixels between neighboring taps of the filter. Default 1. */
  readonly dilations?: Pair;
  /** Default `'valid'`. */
  readonly padding?: Padding;
}

/** Attributes of pooling, as in https://keras.io/api/layers/pooling_layers/max_pooling2d/. */
export interface PoolAttrs {
  /** Size of the window in pixels. Default 2. */
  readonly poolSize?: Pair;
  /** Pixels between neighboring windows. Default: `poolSize`. */
  readonly strides?: Pair;
  /** Default `'valid'`. Padding never wins a maximum and does not count in a mean. */
  readonly padding?: Padding;
}

/** Numbers of a window that slides over NHWC images; output row i and tap u read row `i·stride + u·dilation − pad`. */
export interface WindowGeometry {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

export interface ConvGeometry extends WindowGeometry {
  readonly inChannels: number;
  readonly outChannels: number;
}

export interface PoolGeometry extends WindowGeometry {
  readonly channels: number;
}

/** Geometry of a convolution of x (N,H,W,C) with a filter (windowHeight,windowWidth,C,outChannels). */
export function conv2dGeometry(x: Shape, filter: Shape, attrs: Conv2dAttrs): ConvGeometry {
  const outChannels = checkConvShapes('conv2d', x, filter);
  return { ...convWindows('conv2d', x, filter, attrs), inChannels: x[3], outChannels };
}

/** Geometry of a convolution of each channel of x (N,H,W,C) with its own filters (windowHeight,windowWidth,C,multiplier). */
export function depthwiseConv2dGeometry(
  x: Shape,
  filter: Shape,
  attrs: Conv2dAttrs,
): ConvGeometry & { readonly multiplier: number } {
  const multiplier = checkConvShapes('depthwiseConv2d', x, filter);
  const windows = convWindows('depthwiseConv2d', x, filter, attrs);
  return { ...windows, inChannels: x[3], outChannels: x[3] * multiplier, multiplier };
}

/** Geometry of pooling over x (N,H,W,C); `what` names the op in messages. Every window sees at least one pixel. */
export function pool2dGeometry(
  x: Shape,
  { poolSize = 2, strides = poolSize, padding = 'valid' }: PoolAttrs,
  what = 'pool2d',
): PoolGeometry {
  checkRank4(what, 'x', x);
  const geometry = slide(what, x, { window: poolSize, strides, dilations: 1, padding });
  for (const [axis, window, stride, pad, size, out] of [
    ['height', geometry.windowHeight, geometry.strideHeight, geometry.padTop, geometry.inHeight, geometry.outHeight],
    ['width', geometry.windowWidth, geometry.strideWidth, geometry.padLeft, geometry.inWidth, geometry.outWidth],
  ] as const) {
    const lastStart = (out - 1) * stride - pad;
    if (pad >= window || lastStart >= size) {
      throw new ShapeError(
        what,
        { x, window, stride, padding },
        `a window of ${axis} ${window} lies wholly in the padding of x ${show(x)}; pad less than the window on each side.`,
      );
    }
  }
  return { ...geometry, channels: x[3] };
}

/** Checks x and filter against each other and returns the filter's last size. */
function checkConvShapes(what: string, x: Shape, filter: Shape): number {
  checkRank4(what, 'x', x);
  checkRank4(what, 'filter', filter);
  if (x[3] !== filter[2]) {
    throw new ShapeError(
      what,
      { x, filter },
      `x ${show(x)} and filter ${show(filter)} differ in their input channels (${x[3]} and ${filter[2]}); x's last size and the filter's third must be equal.`,
    );
  }
  return filter[3];
}

const convWindows = (
  what: string,
  x: Shape,
  filter: Shape,
  { strides = 1, dilations = 1, padding = 'valid' }: Conv2dAttrs,
) => slide(what, x, { window: [filter[0], filter[1]], strides, dilations, padding });

interface Slide {
  readonly window: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: Padding;
}

function slide(what: string, x: Shape, { window, strides, dilations, padding }: Slide): WindowGeometry {
  const [batch, inHeight, inWidth] = x;
  const [windowHeight, windowWidth] = positivePair(what, 'window size', window);
  const [strideHeight, strideWidth] = positivePair(what, 'strides', strides);
  const [dilationHeight, dilationWidth] = positivePair(what, 'dilations', dilations);
  const [vertical, horizontal] = typeof padding === 'string' ? [padding, padding] : padding;
  const rows = slideAxis(what, 'height', inHeight, windowHeight, strideHeight, dilationHeight, vertical);
  const columns = slideAxis(what, 'width', inWidth, windowWidth, strideWidth, dilationWidth, horizontal);
  return {
    batch,
    inHeight,
    inWidth,
    outHeight: rows.out,
    outWidth: columns.out,
    windowHeight,
    windowWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop: rows.before,
    padLeft: columns.before,
  };
}

/** Output size of one axis and the padding before it. */
function slideAxis(
  what: string,
  axis: 'height' | 'width',
  size: number,
  window: number,
  stride: number,
  dilation: number,
  padding: 'same' | 'valid' | readonly [number, number],
): { readonly out: number; readonly before: number } {
  const reach = (window - 1) * dilation + 1;
  if (padding === 'same') {
    const out = Math.ceil(size / stride);
    const total = Math.max((out - 1) * stride + reach - size, 0);
    return { out, before: Math.floor(total / 2) };
  }
  const [before, after] = padding === 'valid' ? [0, 0] : padding;
  if (![before, after].every((pixels) => Number.isInteger(pixels) && pixels >= 0)) {
    throw new ShapeError(
      what,
      { padding },
      `has padding [${before}, ${after}] of ${axis}; whole numbers from 0 are expected.`,
    );
  }
  const padded = before + size + after;
  if (reach > padded) {
    throw new ShapeError(
      what,
      { size, window, dilation, padding },
      `a window reaching over ${reach} pixels of ${axis} does not fit in ${padded} (padding included), so the output is empty. Use larger images, a smaller window, or padding 'same'.`,
    );
  }
  return { out: Math.floor((padded - reach) / stride) + 1, before };
}

function positivePair(what: string, name: string, value: Pair): readonly [number, number] {
  const pair = typeof value === 'number' ? ([value, value] as const) : value;
  if (pair.length !== 2 || !pair.every((number) => Number.isInteger(number) && number >= 1)) {
    throw new ShapeError(
      what,
      { [name]: value },
      `has ${name} ${show(pair)}; one or two whole numbers from 1 are expected.`,
    );
  }
  return pair;
}

function checkRank4(what: string, name: string, shape: Shape): void {
  if (shape.length !== 4) {
    throw new ShapeError(
      what,
      { [name]: shape },
      `${name} has shape ${show(shape)} of rank ${shape.length}; rank 4 is expected (${name === 'x' ? 'batch, height, width, channels' : 'height, width, channels, filters per channel or in all'}).`,
    );
  }
}

const show = (shape: Shape): string => `[${shape.join(', ')}]`;
