import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type MovingAverageAttrs, movingAverage as reference } from '../kernels/reference/moving-average.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import movingAverageWgsl from '../kernels/wgsl/moving-average.wgsl?raw';
import { checkEqualShapes } from './check-equal-shapes.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const kernel = defineKernel({
  name: 'moving-average',
  code: [flatIndex, movingAverageWgsl],
  bindings: { value: 'read', moving: 'update' },
  params: { momentum: 'f32', rest: 'f32', quads: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'movingAverage',
  bindings: { value: 'read', moving: 'update' },
  params: { size: 'u32', perTask: 'u32', momentum: 'f32', rest: 'f32' },
});

export const movingAverageOp = defineOp({
  name: 'movingAverage',

  outputs: (inputs: { moving: TensorSpec; value: TensorSpec }, _attrs: MovingAverageAttrs) => {
    checkEqualShapes('movingAverage', inputs);
    return {};
  },

  reference: ({ moving, value }, _outputs, attrs) => reference(moving, value, attrs),

  gpu: ({ moving, value }, _outputs, { momentum = 0.99 }) => [
    kernel.dispatch(
      { value, moving },
      { momentum, rest: 1 - momentum, quads: quadsOf(moving) },
      { threads: quadsOf(moving) },
    ),
  ],

  cpu: ({ moving, value }, _outputs, { momentum = 0.99 }) => [
    cpuKernel.call(
      { value, moving },
      { size: moving.size, perTask: ELEMENTS_PER_TASK, momentum, rest: 1 - momentum },
      tasksFor(moving.size),
    ),
  ],

  updates: ['moving'],
});

/**
 * Moves an average towards a value, in place: moving = moving · momentum + value · (1 − momentum). Both have one shape;
 * `momentum` is 0.99 by default. Not differentiable. Throws `ShapeError` and `DTypeError`.
 */
export function movingAverage(
  inputs: { readonly moving: Tensor; readonly value: Tensor },
  attrs: MovingAverageAttrs = {},
): void {
  movingAverageOp(inputs, attrs);
}
