import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type AdamAttrs, adamUpdate as reference } from '../kernels/reference/adam-update.ts';
import adamUpdateWgsl from '../kernels/wgsl/adam-update.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkEqualShapes } from './check-equal-shapes.ts';
import { checkHyper } from './check-hyper.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const kernel = defineKernel({
  name: 'adam-update',
  code: [flatIndex, adamUpdateWgsl],
  bindings: { gradient: 'read', hyper: 'read', variable: 'update', m: 'update', v: 'update' },
  params: { rest1: 'f32', rest2: 'f32', epsilon: 'f32', weightDecay: 'f32', quads: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'adamUpdate',
  bindings: { gradient: 'read', hyper: 'read', variable: 'update', m: 'update', v: 'update' },
  params: { size: 'u32', perTask: 'u32', rest1: 'f32', rest2: 'f32', epsilon: 'f32', weightDecay: 'f32' },
});

export const adamUpdateOp = defineOp({
  name: 'adamUpdate',

  outputs: (
    {
      hyper,
      ...tensors
    }: { variable: TensorSpec; gradient: TensorSpec; m: TensorSpec; v: TensorSpec; hyper: TensorSpec },
    _attrs: AdamAttrs,
  ) => {
    checkEqualShapes('adamUpdate', tensors);
    checkHyper('adamUpdate', hyper, ['learningRate', 'alpha']);
    return {};
  },

  reference: ({ variable, gradient, m, v, hyper }, _outputs, attrs) =>
    reference(variable, gradient, m, v, hyper, attrs),

  gpu: (
    { variable, gradient, m, v, hyper },
    _outputs,
    { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0 },
  ) => [
    kernel.dispatch(
      { gradient, hyper, variable, m, v },
      { rest1: 1 - beta1, rest2: 1 - beta2, epsilon, weightDecay, quads: quadsOf(variable) },
      { threads: quadsOf(variable) },
    ),
  ],

  cpu: (
    { variable, gradient, m, v, hyper },
    _outputs,
    { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0 },
  ) => [
    cpuKernel.call(
      { gradient, hyper, variable, m, v },
      {
        size: variable.size,
        perTask: ELEMENTS_PER_TASK,
        rest1: 1 - beta1,
        rest2: 1 - beta2,
        epsilon,
        weightDecay,
      },
      tasksFor(variable.size),
    ),
  ],

  updates: ['variable', 'm', 'v'],
});

/**
 * One step of Adam, or of AdamW with a `weightDecay`, in place. `variable`, `gradient` and the moments `m` and `v` (zero
 * before the first step) have one shape. `hyper` (2) holds what changes from step to step, computed by the caller in
 * double precision: the learning rate, and alpha = learningRate · √(1 − beta2^t) / (1 − beta1^t) with t = 1 for the first
 * step. Then variable −= variable · weightDecay · learningRate, m += (g − m)(1 − beta1), v += (g² − v)(1 − beta2),
 * variable −= m · alpha / (√v + epsilon). Defaults: beta1 0.9, beta2 0.999, epsilon 1e-7, weightDecay 0.
 *
 * As keras/src/optimizers/adam.py and, for the decay, optimizers/base_optimizer.py. Throws `ShapeError`, `DTypeError`.
 */
export function adamUpdate(
  inputs: {
    readonly variable: Tensor;
    readonly gradient: Tensor;
    readonly m: Tensor;
    readonly v: Tensor;
    readonly hyper: Tensor;
  },
  attrs: AdamAttrs = {},
): void {
  adamUpdateOp(inputs, attrs);
}
