import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import type { Device } from '../engine/device.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { fill as reference } from '../kernels/reference/fill.ts';
import fillWgsl from '../kernels/wgsl/fill.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

export interface FillAttrs {
  readonly shape: Shape;
  readonly value: number;
}

const kernel = defineKernel({
  name: 'fill',
  code: [flatIndex, fillWgsl],
  bindings: { y: 'write' },
  params: { quads: 'u32', value: 'f32' },
});

const cpuKernel = defineCpuKernel({
  name: 'fill',
  bindings: { y: 'write' },
  params: { size: 'u32', perTask: 'u32', value: 'f32' },
});

export const fillOp = defineOp({
  name: 'fill',
  outputs: (_inputs: Record<never, TensorSpec>, { shape }: FillAttrs) => ({ y: spec(shape) }),
  reference: (_inputs, { y }, { value }) => reference(y, value),
  gpu: (_inputs, { y }, { value }) => [kernel.dispatch({ y }, { quads: quadsOf(y), value }, { threads: quadsOf(y) })],
  cpu: (_inputs, { y }, { value }) => [
    cpuKernel.call({ y }, { size: y.size, perTask: ELEMENTS_PER_TASK, value }, tasksFor(y.size)),
  ],
});

/** A tensor on the device whose elements all equal `value`. */
export const fill = (device: Device, shape: Shape, value: number): Tensor => fillOp({}, { shape, value }, device).y;
