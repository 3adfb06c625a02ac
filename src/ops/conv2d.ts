import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type Conv2dAttrs, conv2dGeometry } from '../kernels/geometry.ts';
import * as reference from '../kernels/reference/conv2d.ts';
import conv2dWgsl from '../kernels/wgsl/conv2d.wgsl?raw';
import conv2dGradFilterWgsl from '../kernels/wgsl/conv2d-grad-filter.wgsl?raw';
import conv2dGradInputWgsl from '../kernels/wgsl/conv2d-grad-input.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { convFlops } from './conv-flops.ts';
import { convParams } from './conv-params.ts';
import { conv2dCpu, conv2dGradFilterCpu, conv2dGradInputCpu } from './conv2d-cpu.ts';
import { partialSums } from './partial-sums.ts';

/** Tiles of 4 that cover `size` pixels or channels: a thread computes 4 by 4 sums. */
const tiles = (size: number): number => Math.ceil(size / 4);

const forward = defineKernel({
  name: 'conv2d',
  code: [flatIndex, conv2dWgsl],
  bindings: { x: 'read', weights: 'read', y: 'write' },
  params: { ...convParams, size: 'u32' },
});

const gradInput = defineKernel({
  name: 'conv2d-grad-input',
  code: [flatIndex, conv2dGradInputWgsl],
  bindings: { dy: 'read', weights: 'read', dx: 'write' },
  params: { ...convParams, size: 'u32' },
});

const gradFilter = defineKernel({
  name: 'conv2d-grad-filter',
  code: [flatIndex, conv2dGradFilterWgsl],
  bindings: { dy: 'read', x: 'read', y: 'write' },
  params: { ...convParams, lines: 'u32', chunkLines: 'u32', size: 'u32' },
});

export const conv2dGradInputOp = defineOp({
  name: 'conv2dGradInput',
  outputs: (
    _inputs: { dy: TensorSpec; filter: TensorSpec },
    { inputShape }: Conv2dAttrs & { readonly inputShape: Shape },
  ) => ({
    dx: spec(inputShape),
  }),
  reference: ({ dy, filter }, { dx }, attrs) => reference.conv2dGradInput(dy, filter, dx, attrs),
  cpu: conv2dGradInputCpu,
  flops: ({ dy, filter }) => convFlops(dy, filter),
  gpu: ({ dy, filter }, { dx }, attrs) => {
    const geometry = conv2dGeometry(dx.shape, filter.shape, attrs);
    const { batch, inHeight, inWidth, inChannels } = geometry;
    const size = batch * inHeight * tiles(inWidth) * tiles(inChannels);
    return [gradInput.dispatch({ dy, weights: filter, dx }, { ...geometry, size }, { threads: size })];
  },
});

export const conv2dGradFilterOp = defineOp({
  name: 'conv2dGradFilter',
  outputs: (
    _inputs: { dy: TensorSpec; x: TensorSpec },
    { filterShape }: Conv2dAttrs & { readonly filterShape: Shape },
  ) => ({
    dfilter: spec(filterShape),
  }),
  reference: ({ dy, x }, { dfilter }, attrs) => reference.conv2dGradFilter(dy, x, dfilter, attrs),
  cpu: conv2dGradFilterCpu,
  flops: ({ dy }, { dfilter }) => convFlops(dy, dfilter),
  gpu: ({ dy, x }, { dfilter }, attrs, scratch) => {
    const geometry = conv2dGeometry(x.shape, dfilter.shape, attrs);
    const { batch, outHeight, inChannels, outChannels } = geometry;
    const lines = batch * outHeight;
    return partialSums(lines, dfilter, scratch, (y, chunkLines) => {
      const size = (y.size / (inChannels * outChannels)) * tiles(inChannels) * tiles(outChannels);
      return gradFilter.dispatch({ dy, x, y }, { ...geometry, lines, chunkLines, size }, { threads: size });
    });
  },
});

export const conv2dOp = defineOp({
  name: 'conv2d',

  outputs: ({ x, filter }: { x: TensorSpec; filter: TensorSpec }, attrs: Conv2dAttrs) => {
    checkDType(x, 'f32', 'conv2d: x');
    checkDType(filter, 'f32', 'conv2d: filter');
    const { batch, outHeight, outWidth, outChannels } = conv2dGeometry(x.shape, filter.shape, attrs);
    return { y: spec([batch, outHeight, outWidth, outChannels]) };
  },

  reference: ({ x, filter }, { y }, attrs) => reference.conv2d(x, filter, y, attrs),

  cpu: conv2dCpu,

  flops: ({ filter }, { y }) => convFlops(y, filter),

  gpu: ({ x, filter }, { y }, attrs) => {
    const geometry = conv2dGeometry(x.shape, filter.shape, attrs);
    const { batch, outHeight, outWidth, outChannels } = geometry;
    const size = batch * outHeight * tiles(outWidth) * tiles(outChannels);
    return [forward.dispatch({ x, weights: filter, y }, { ...geometry, size }, { threads: size })];
  },

  gradients: {
    x: ({ grads, inputs: { x, filter }, attrs }) =>
      conv2dGradInputOp({ dy: grads.y, filter }, { ...attrs, inputShape: x.shape }).dx,
    filter: ({ grads, inputs: { x, filter }, attrs }) =>
      conv2dGradFilterOp({ dy: grads.y, x }, { ...attrs, filterShape: filter.shape }).dfilter,
  },
});

/**
 * Convolution (cross-correlation, as in Keras) of images `x` (N,H,W,C) with `filter` (height,width,C,O): (N,H',W',O).
 * Throws `ShapeError` when the channels differ, the output would be empty, or an attribute is out of range, and `DTypeError`.
 * See https://keras.io/api/layers/convolution_layers/convolution2d/.
 */
export const conv2d = (x: Tensor, filter: Tensor, attrs: Conv2dAttrs = {}): Tensor => conv2dOp({ x, filter }, attrs).y;
