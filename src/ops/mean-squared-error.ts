import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/mean-squared-error.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import forwardWgsl from '../kernels/wgsl/mean-squared-error.wgsl?raw';
import backwardWgsl from '../kernels/wgsl/mean-squared-error-grad.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { denseSamples, lastSize } from './targets.ts';

const forward = defineKernel({
  name: 'mean-squared-error',
  code: [flatIndex, forwardWgsl],
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { columns: 'u32', size: 'u32' },
});

const backward = defineKernel({
  name: 'mean-squared-error-grad',
  code: [flatIndex, backwardWgsl],
  bindings: { dy: 'read', targets: 'read', output: 'read', doutput: 'write' },
  params: { columns: 'u32', size: 'u32' },
});

const cpuForward = defineCpuKernel({
  name: 'meanSquaredError',
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: cpuRowParams,
});

const cpuBackward = defineCpuKernel({
  name: 'meanSquaredErrorGrad',
  bindings: { dy: 'read', targets: 'read', output: 'read', doutput: 'write' },
  params: cpuRowParams,
});

const gradOp = defineOp({
  name: 'meanSquaredErrorGrad',
  outputs: ({ output }: { dy: TensorSpec; target: TensorSpec; output: TensorSpec }) => ({
    doutput: spec(output.shape),
  }),
  reference: ({ dy, target, output }, { doutput }) => reference.meanSquaredErrorGrad(dy, target, output, doutput),
  gpu: ({ dy, target, output }, { doutput }) => [
    backward.dispatch(
      { dy, targets: target, output, doutput },
      { columns: lastSize(output), size: output.size },
      { threads: output.size },
    ),
  ],
  cpu: ({ dy, target, output }, { doutput }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuBackward.call({ dy, targets: target, output, doutput }, params, tasks)];
  },
});

export const meanSquaredErrorOp = defineOp({
  name: 'meanSquaredError',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }) => ({
    y: spec(denseSamples('meanSquaredError', inputs)),
  }),

  reference: ({ target, output }, { y }) => reference.meanSquaredError(target, output, y),

  gpu: ({ target, output }, { y }) => [
    forward.dispatch({ targets: target, output, y }, { columns: lastSize(output), size: y.size }, { threads: y.size }),
  ],

  cpu: ({ target, output }, { y }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuForward.call({ targets: target, output, y }, params, tasks)];
  },

  gradients: {
    output: ({ grads, inputs }) => gradOp({ dy: grads.y, ...inputs }).doutput,
  },
});

/**
 * Mean over the last axis of (output − target)²: one value per sample. Both are `f32` (N,K), or both with more leading
 * axes. As `mean_squared_error` in keras/src/losses/losses.py. Throws `ShapeError` and `DTypeError`.
 */
export const meanSquaredError = (inputs: { readonly target: Tensor; readonly output: Tensor }): Tensor =>
  meanSquaredErrorOp(inputs).y;
