import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { sgdUpdate as reference } from '../kernels/reference/sgd-update.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import sgdUpdateWgsl from '../kernels/wgsl/sgd-update.wgsl?raw';
import { checkEqualShapes } from './check-equal-shapes.ts';
import { checkHyper } from './check-hyper.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const kernel = defineKernel({
  name: 'sgd-update',
  code: [flatIndex, sgdUpdateWgsl],
  bindings: { gradient: 'read', hyper: 'read', variable: 'update' },
  params: { quads: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'sgdUpdate',
  bindings: { gradient: 'read', hyper: 'read', variable: 'update' },
  params: { size: 'u32', perTask: 'u32' },
});

export const sgdUpdateOp = defineOp({
  name: 'sgdUpdate',

  outputs: ({ hyper, ...tensors }: { variable: TensorSpec; gradient: TensorSpec; hyper: TensorSpec }) => {
    checkEqualShapes('sgdUpdate', tensors);
    checkHyper('sgdUpdate', hyper, ['learningRate']);
    return {};
  },

  reference: ({ variable, gradient, hyper }) => reference(variable, gradient, hyper),

  gpu: ({ variable, gradient, hyper }) => [
    kernel.dispatch({ gradient, hyper, variable }, { quads: quadsOf(variable) }, { threads: quadsOf(variable) }),
  ],

  cpu: ({ variable, gradient, hyper }) => [
    cpuKernel.call(
      { gradient, hyper, variable },
      { size: variable.size, perTask: ELEMENTS_PER_TASK },
      tasksFor(variable.size),
    ),
  ],

  updates: ['variable'],
});

/**
 * One step of gradient descent, in place: variable −= gradient · learningRate. Both have one shape; `hyper` (1) holds the
 * learning rate. As keras/src/optimizers/sgd.py without momentum. Throws `ShapeError` and `DTypeError`.
 */
export function sgdUpdate(inputs: {
  readonly variable: Tensor;
  readonly gradient: Tensor;
  readonly hyper: Tensor;
}): void {
  sgdUpdateOp(inputs);
}
