import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { sparseCategoricalAccuracy as reference } from '../kernels/reference/sparse-categorical-accuracy.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import wgsl from '../kernels/wgsl/sparse-categorical-accuracy.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { lastSize, sparseSamples } from './targets.ts';

const kernel = defineKernel({
  name: 'sparse-categorical-accuracy',
  code: [flatIndex, wgsl],
  bindings: { labels: 'read', output: 'read', y: 'write' },
  params: { classes: 'u32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'sparseCategoricalAccuracy',
  bindings: { labels: 'read', output: 'read', y: 'write' },
  params: cpuRowParams,
});

export const sparseCategoricalAccuracyOp = defineOp({
  name: 'sparseCategoricalAccuracy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }) => ({
    y: spec(sparseSamples('sparseCategoricalAccuracy', inputs)),
  }),

  reference: ({ target, output }, { y }) => reference(target, output, y),

  gpu: ({ target, output }, { y }) => [
    kernel.dispatch({ labels: target, output, y }, { classes: lastSize(output), size: y.size }, { threads: y.size }),
  ],

  cpu: ({ target, output }, { y }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuKernel.call({ labels: target, output, y }, params, tasks)];
  },
});

/**
 * 1 for each sample whose greatest output is at its label, else 0; the first of equal outputs counts as the greatest.
 * `target` holds `u32` labels in shape (N) or (N,1), `output` is (N,C), or both with more leading axes. Not
 * differentiable. As Keras's metric of this name. Throws `ShapeError` and `DTypeError`.
 */
export const sparseCategoricalAccuracy = (inputs: { readonly target: Tensor; readonly output: Tensor }): Tensor =>
  sparseCategoricalAccuracyOp(inputs).y;
