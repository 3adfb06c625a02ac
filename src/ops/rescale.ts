import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type RescaleAttrs, rescale as reference } from '../kernels/reference/rescale.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import rescaleWgsl from '../kernels/wgsl/rescale.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const kernel = defineKernel({
  name: 'rescale',
  code: [flatIndex, rescaleWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { quads: 'u32', scale: 'f32', offset: 'f32' },
});

const cpuKernel = defineCpuKernel({
  name: 'rescale',
  bindings: { x: 'read', y: 'write' },
  params: { size: 'u32', perTask: 'u32', scale: 'f32', offset: 'f32' },
});

export const rescaleOp = defineOp({
  name: 'rescale',
  outputs: ({ x }: { x: TensorSpec }, _attrs: RescaleAttrs) => {
    checkDType(x, 'f32', 'rescale: x');
    return { y: spec(x.shape) };
  },
  reference: ({ x }, { y }, attrs) => reference(x, y, attrs),
  gpu: ({ x }, { y }, { scale, offset }) => [
    kernel.dispatch({ x, y }, { quads: quadsOf(y), scale, offset }, { threads: quadsOf(y) }),
  ],
  cpu: ({ x }, { y }, { scale, offset }) => [
    cpuKernel.call({ x, y }, { size: y.size, perTask: ELEMENTS_PER_TASK, scale, offset }, tasksFor(y.size)),
  ],
  gradients: {
    x: ({ grads, attrs }) => rescale(grads.y, { scale: attrs.scale, offset: 0 }),
  },
});

/** x · scale + offset, for any shape. https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/ */
export const rescale = (x: Tensor, attrs: RescaleAttrs): Tensor => rescaleOp({ x }, attrs).y;
