import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type MomentumAttrs, sgdMomentumUpdate as reference } from '../kernels/reference/sgd-update.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import sgdMomentumUpdateWgsl from '../kernels/wgsl/sgd-momentum-update.wgsl?raw';
import { checkEqualShapes } from './check-equal-shapes.ts';
import { checkHyper } from './check-hyper.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const kernel = defineKernel({
  name: 'sgd-momentum-update',
  code: [flatIndex, sgdMomentumUpdateWgsl],
  bindings: { gradient: 'read', hyper: 'read', variable: 'update', velocity: 'update' },
  params: { momentum: 'f32', quads: 'u32' },
  constants: { NESTEROV: 0 },
});

const cpuKernel = defineCpuKernel({
  name: 'sgdMomentumUpdate',
  bindings: { gradient: 'read', hyper: 'read', variable: 'update', velocity: 'update' },
  params: { size: 'u32', perTask: 'u32', momentum: 'f32', nesterov: 'u32' },
});

export const sgdMomentumUpdateOp = defineOp({
  name: 'sgdMomentumUpdate',

  outputs: (
    { hyper, ...tensors }: { variable: TensorSpec; gradient: TensorSpec; velocity: TensorSpec; hyper: TensorSpec },
    _attrs: MomentumAttrs,
  ) => {
    checkEqualShapes('sgdMomentumUpdate', tensors);
    checkHyper('sgdMomentumUpdate', hyper, ['learningRate']);
    return {};
  },

  reference: ({ variable, gradient, velocity, hyper }, _outputs, attrs) =>
    reference(variable, gradient, velocity, hyper, attrs),

  gpu: ({ variable, gradient, velocity, hyper }, _outputs, { momentum, nesterov = false }) => [
    kernel.dispatch(
      { gradient, hyper, variable, velocity },
      { momentum, quads: quadsOf(variable) },
      { threads: quadsOf(variable), constants: { NESTEROV: Number(nesterov) } },
    ),
  ],

  cpu: ({ variable, gradient, velocity, hyper }, _outputs, { momentum, nesterov = false }) => [
    cpuKernel.call(
      { gradient, hyper, variable, velocity },
      { size: variable.size, perTask: ELEMENTS_PER_TASK, momentum, nesterov: Number(nesterov) },
      tasksFor(variable.size),
    ),
  ],

  updates: ['variable', 'velocity'],
});

/**
 * One step of gradient descent with momentum, in place: velocity = velocity · momentum − gradient · learningRate, then
 * variable += velocity, or with `nesterov` variable += velocity · momentum − gradient · learningRate. `variable`,
 * `gradient` and `velocity` (zero before the first step) have one shape; `hyper` (1) holds the learning rate.
 *
 * As keras/src/optimizers/sgd.py. Throws `ShapeError` and `DTypeError`.
 */
export function sgdMomentumUpdate(
  inputs: {
    readonly variable: Tensor;
    readonly gradient: Tensor;
    readonly velocity: Tensor;
    readonly hyper: Tensor;
  },
  attrs: MomentumAttrs,
): void {
  sgdMomentumUpdateOp(inputs, attrs);
}
