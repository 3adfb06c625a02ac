import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type Conv2dAttrs, depthwiseConv2dGeometry } from '../kernels/geometry.ts';
import * as reference from '../kernels/reference/depthwise-conv2d.ts';
import depthwiseConv2dWgsl from '../kernels/wgsl/depthwise-conv2d.wgsl?raw';
import depthwiseConv2dGradFilterWgsl from '../kernels/wgsl/depthwise-conv2d-grad-filter.wgsl?raw';
import depthwiseConv2dGradInputWgsl from '../kernels/wgsl/depthwise-conv2d-grad-input.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { depthwiseConvFlops } from './conv-flops.ts';
import { convParams } from './conv-params.ts';
import { columnSumCalls } from './cpu-reduction.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { partialSums } from './partial-sums.ts';

const forward = defineKernel({
  name: 'depthwise-conv2d',
  code: [flatIndex, depthwiseConv2dWgsl],
  bindings: { x: 'read', weights: 'read', y: 'write' },
  params: { ...convParams, multiplier: 'u32', size: 'u32' },
});

const gradInput = defineKernel({
  name: 'depthwise-conv2d-grad-input',
  code: [flatIndex, depthwiseConv2dGradInputWgsl],
  bindings: { dy: 'read', weights: 'read', dx: 'write' },
  params: { ...convParams, multiplier: 'u32', size: 'u32' },
});

const gradFilter = defineKernel({
  name: 'depthwise-conv2d-grad-filter',
  code: [flatIndex, depthwiseConv2dGradFilterWgsl],
  bindings: { dy: 'read', x: 'read', y: 'write' },
  params: { ...convParams, multiplier: 'u32', lines: 'u32', chunkLines: 'u32', size: 'u32' },
});

const cpuForward = defineCpuKernel({
  name: 'depthwiseConv2d',
  bindings: { x: 'read', weights: 'read', y: 'write' },
  params: { ...convParams, size: 'u32', perTask: 'u32' },
});

const cpuGradInput = defineCpuKernel({
  name: 'depthwiseConv2dGradInput',
  bindings: { dy: 'read', weights: 'read', dx: 'write' },
  params: { ...convParams, size: 'u32', perTask: 'u32' },
});

const cpuGradFilter = defineCpuKernel({
  name: 'depthwiseConv2dGradFilter',
  bindings: { dy: 'read', x: 'read', y: 'write' },
  params: { ...convParams, lines: 'u32', chunkLines: 'u32' },
});

/** Rows of images that a task of a CPU kernel takes. */
const linesPerTask = (elements: number, lines: number): number =>
  Math.ceil(ELEMENTS_PER_TASK / ELEMENT_COST / (elements / lines));
/** What an element of a result costs, in those of an elementwise kernel: about so many taps. */
const ELEMENT_COST = 8;

const depthwiseConv2dGradInputOp = defineOp({
  name: 'depthwiseConv2dGradInput',
  outputs: (
    _inputs: { dy: TensorSpec; filter: TensorSpec },
    { inputShape }: Conv2dAttrs & { readonly inputShape: Shape },
  ) => ({ dx: spec(inputShape) }),
  reference: ({ dy, filter }, { dx }, attrs) => reference.depthwiseConv2dGradInput(dy, filter, dx, attrs),
  flops: ({ dy, filter }) => depthwiseConvFlops(dy, filter),
  gpu: ({ dy, filter }, { dx }, attrs) => {
    const geometry = depthwiseConv2dGeometry(dx.shape, filter.shape, attrs);
    return [gradInput.dispatch({ dy, weights: filter, dx }, { ...geometry, size: dx.size }, { threads: dx.size })];
  },
  cpu: ({ dy, filter }, { dx }, attrs) => {
    const geometry = depthwiseConv2dGeometry(dx.shape, filter.shape, attrs);
    if (geometry.multiplier !== 1) return null;
    const size = geometry.batch * geometry.inHeight;
    const perTask = linesPerTask(dx.size, size);
    return [cpuGradInput.call({ dy, weights: filter, dx }, { ...geometry, size, perTask }, tasksFor(size, perTask))];
  },
});

const depthwiseConv2dGradFilterOp = defineOp({
  name: 'depthwiseConv2dGradFilter',
  outputs: (
    _inputs: { dy: TensorSpec; x: TensorSpec },
    { filterShape }: Conv2dAttrs & { readonly filterShape: Shape },
  ) => ({ dfilter: spec(filterShape) }),
  reference: ({ dy, x }, { dfilter }, attrs) => reference.depthwiseConv2dGradFilter(dy, x, dfilter, attrs),
  flops: ({ dy }, { dfilter }) => depthwiseConvFlops(dy, dfilter),
  gpu: ({ dy, x }, { dfilter }, attrs, scratch) => {
    const geometry = depthwiseConv2dGeometry(x.shape, dfilter.shape, attrs);
    const lines = geometry.batch * geometry.outHeight;
    return partialSums(lines, dfilter, scratch, (y, chunkLines) =>
      gradFilter.dispatch({ dy, x, y }, { ...geometry, lines, chunkLines, size: y.size }, { threads: y.size }),
    );
  },
  cpu: ({ dy, x }, { dfilter }, attrs, scratch) => {
    const geometry = depthwiseConv2dGeometry(x.shape, dfilter.shape, attrs);
    if (geometry.multiplier !== 1) return null;
    const lines = geometry.batch * geometry.outHeight;
    const chunkLines = Math.ceil(Math.sqrt(lines));
    const chunks = tasksFor(lines, chunkLines);
    const y = scratch(spec([chunks, ...dfilter.shape]));
    return [
      cpuGradFilter.call({ dy, x, y }, { ...geometry, lines, chunkLines }, chunks),
      ...columnSumCalls(y, dfilter, scratch),
    ];
  },
});

export const depthwiseConv2dOp = defineOp({
  name: 'depthwiseConv2d',

  outputs: ({ x, filter }: { x: TensorSpec; filter: TensorSpec }, attrs: Conv2dAttrs) => {
    checkDType(x, 'f32', 'depthwiseConv2d: x');
    checkDType(filter, 'f32', 'depthwiseConv2d: filter');
    const { batch, outHeight, outWidth, outChannels } = depthwiseConv2dGeometry(x.shape, filter.shape, attrs);
    return { y: spec([batch, outHeight, outWidth, outChannels]) };
  },

  reference: ({ x, filter }, { y }, attrs) => reference.depthwiseConv2d(x, filter, y, attrs),

  flops: ({ filter }, { y }) => depthwiseConvFlops(y, filter),

  gpu: ({ x, filter }, { y }, attrs) => {
    const geometry = depthwiseConv2dGeometry(x.shape, filter.shape, attrs);
    return [forward.dispatch({ x, weights: filter, y }, { ...geometry, size: y.size }, { threads: y.size })];
  },

  cpu: ({ x, filter }, { y }, attrs) => {
    const geometry = depthwiseConv2dGeometry(x.shape, filter.shape, attrs);
    if (geometry.multiplier !== 1) return null;
    const size = geometry.batch * geometry.outHeight;
    const perTask = linesPerTask(y.size, size);
    return [cpuForward.call({ x, weights: filter, y }, { ...geometry, size, perTask }, tasksFor(size, perTask))];
  },

  gradients: {
    x: ({ grads, inputs: { x, filter }, attrs }) =>
      depthwiseConv2dGradInputOp({ dy: grads.y, filter }, { ...attrs, inputShape: x.shape }).dx,
    filter: ({ grads, inputs: { x, filter }, attrs }) =>
      depthwiseConv2dGradFilterOp({ dy: grads.y, x }, { ...attrs, filterShape: filter.shape }).dfilter,
  },
});

/**
 * Convolution of each channel of `x` (N,H,W,C) with its own M filters, `filter` (height,width,C,M): (N,H',W',C·M), where
 * channel c gives the output channels c·M to c·M + M − 1. Throws `ShapeError` when the channels differ, the output would
 * be empty, or an attribute is out of range, and `DTypeError`. See https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/.
 */
export const depthwiseConv2d = (x: Tensor, filter: Tensor, attrs: Conv2dAttrs = {}): Tensor =>
  depthwiseConv2dOp({ x, filter }, attrs).y;
