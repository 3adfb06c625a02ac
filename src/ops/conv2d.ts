import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type Conv2dAttrs, conv2dGeometry } from '../kernels/geometry.ts';
import * as reference from '../kernels/reference/conv2d.ts';
import conv2dGradFilterWgsl from '../kernels/wgsl/conv2d-grad-filter.wgsl?raw';
import conv2dGradInputWgsl from '../kernels/wgsl/conv2d-grad-input.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { biasAddedBy } from './bias-activation.ts';
import { checkDType } from './check-dtype.ts';
import { convFlops } from './conv-flops.ts';
import { convParams } from './conv-params.ts';
import { conv2dBiasOp } from './conv2d-bias.ts';
import { conv2dCpu, conv2dGradFilterCpu, conv2dGradInputCpu } from './conv2d-cpu.ts';
import { gradFilterVariants } from './conv2d-grad-filter-product.ts';
import { convProductForms, convProductVariants } from './conv2d-product.ts';
import { simpleConv2d } from './conv2d-simple.ts';
import { partialSums } from './partial-sums.ts';
import { plainWriteOut } from './write-out.ts';

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

type InputGradAttrs = Conv2dAttrs & { readonly inputShape: Shape };
type FilterGradAttrs = Conv2dAttrs & { readonly filterShape: Shape };

const forwardForms = convProductForms('forward', plainWriteOut);
const backwardForms = convProductForms('backward', plainWriteOut);

export const conv2dGradInputOp = defineOp({
  name: 'conv2dGradInput',
  outputs: ({ dy, filter }: { dy: TensorSpec; filter: TensorSpec }, { inputShape }: InputGradAttrs) => {
    checkDType(dy, 'f32', 'conv2dGradInput: dy');
    checkDType(filter, 'f32', 'conv2dGradInput: filter');
    return { dx: spec(inputShape) };
  },
  reference: ({ dy, filter }, { dx }, attrs) => reference.conv2dGradInput(dy, filter, dx, attrs),
  cpu: conv2dGradInputCpu,
  flops: ({ dy, filter }) => convFlops(dy, filter),
  gpu: ({ dy, filter }, { dx }, attrs) => {
    const geometry = conv2dGeometry(dx.shape, filter.shape, attrs);
    return [gradInput.dispatch({ dy, weights: filter, dx }, { ...geometry, size: dx.size }, { threads: dx.size })];
  },
  variants: convProductVariants(
    'backward',
    ({ dy, filter }: { dy: Tensor; filter: Tensor }, { dx }: { dx: Tensor }, attrs: InputGradAttrs) => ({
      a: dy,
      filter,
      y: dx,
      geometry: conv2dGeometry(dx.shape, filter.shape, attrs),
    }),
    () => backwardForms,
  ),
  // As a transposed convolution it is differentiated itself; it is linear in both inputs.
  gradients: {
    dy: ({ grads, inputs: { filter }, attrs }): Tensor => conv2d(grads.dx, filter, attrs),
    filter: ({ grads, inputs: { dy, filter }, attrs }): Tensor =>
      conv2dGradFilterOp({ dy, x: grads.dx }, { ...attrs, filterShape: filter.shape }).dfilter,
  },
});

export const conv2dGradFilterOp = defineOp({
  name: 'conv2dGradFilter',
  outputs: (_inputs: { dy: TensorSpec; x: TensorSpec }, { filterShape }: FilterGradAttrs) => ({
    dfilter: spec(filterShape),
  }),
  reference: ({ dy, x }, { dfilter }, attrs) => reference.conv2dGradFilter(dy, x, dfilter, attrs),
  cpu: conv2dGradFilterCpu,
  flops: ({ dy }, { dfilter }) => convFlops(dy, dfilter),
  gpu: ({ dy, x }, { dfilter }, attrs, scratch) => {
    const geometry = conv2dGeometry(x.shape, dfilter.shape, attrs);
    const lines = geometry.batch * geometry.outHeight;
    return partialSums(lines, dfilter, scratch, (y, chunkLines) =>
      gradFilter.dispatch({ dy, x, y }, { ...geometry, lines, chunkLines, size: y.size }, { threads: y.size }),
    );
  },
  variants: gradFilterVariants(
    ({ dy, x }: { dy: Tensor; x: Tensor }, { dfilter }: { dfilter: Tensor }, attrs: FilterGradAttrs) => ({
      x,
      dy,
      dfilter,
      geometry: conv2dGeometry(x.shape, dfilter.shape, attrs),
    }),
  ),
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

  gpu: ({ x, filter }, { y }, attrs) => [simpleConv2d(x, filter, y, attrs)],

  variants: convProductVariants(
    'forward',
    ({ x, filter }: { x: Tensor; filter: Tensor }, { y }: { y: Tensor }, attrs: Conv2dAttrs) => ({
      a: x,
      filter,
      y,
      geometry: conv2dGeometry(x.shape, filter.shape, attrs),
    }),
    () => forwardForms,
  ),

  fuse: (call, next) => {
    const bias = biasAddedBy(next, call);
    return bias && { op: conv2dBiasOp, inputs: { ...call.inputs, bias }, outputs: next.outputs, attrs: call.attrs };
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
