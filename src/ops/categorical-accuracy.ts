import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { categoricalAccuracy as reference } from '../kernels/reference/categorical-accuracy.ts';
import wgsl from '../kernels/wgsl/categorical-accuracy.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { denseSamples, lastSize } from './targets.ts';

const kernel = defineKernel({
  name: 'categorical-accuracy',
  code: [flatIndex, wgsl],
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { classes: 'u32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'categoricalAccuracy',
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: cpuRowParams,
});

export const categoricalAccuracyOp = defineOp({
  name: 'categoricalAccuracy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }) => ({
    y: spec(denseSamples('categoricalAccuracy', inputs)),
  }),

  reference: ({ target, output }, { y }) => reference(target, output, y),

  gpu: ({ target, output }, { y }) => [
    kernel.dispatch({ targets: target, output, y }, { classes: lastSize(output), size: y.size }, { threads: y.size }),
  ],

  cpu: ({ target, output }, { y }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuKernel.call({ targets: target, output, y }, params, tasks)];
  },
});

/**
 * 1 for each sample whose target and output (both `f32` (N,C), or with more leading axes) are greatest at the same class,
 * else 0; the first of equals counts as the greatest. Not differentiable. As Keras's metric of this name. Throws
 * `ShapeError` and `DTypeError`.
 */
export const categoricalAccuracy = (inputs: { readonly target: Tensor; readonly output: Tensor }): Tensor =>
  categoricalAccuracyOp(inputs).y;
