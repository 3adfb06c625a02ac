import type { Tensor } from '../engine/tensor.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import { type Conv2dAttrs, conv2dGeometry } from '../kernels/geometry.ts';
import conv2dWgsl from '../kernels/wgsl/conv2d.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { convParams } from './conv-params.ts';

const kernel = defineKernel({
  name: 'conv2d',
  code: [flatIndex, conv2dWgsl],
  bindings: { x: 'read', weights: 'read', y: 'write' },
  params: { ...convParams, size: 'u32' },
});

/** A convolution by one thread per element of y. */
export const simpleConv2d = (x: Tensor, filter: Tensor, y: Tensor, attrs: Conv2dAttrs): Dispatch =>
  kernel.dispatch(
    { x, weights: filter, y },
    { ...conv2dGeometry(x.shape, filter.shape, attrs), size: y.size },
    { threads: y.size },
  );
