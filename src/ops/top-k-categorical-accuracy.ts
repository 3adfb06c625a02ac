import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import type { TopKAttrs } from '../kernels/reference/sparse-top-k-categorical-accuracy.ts';
import { topKCategoricalAccuracy as reference } from '../kernels/reference/top-k-categorical-accuracy.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import topK from '../kernels/wgsl/lib/top-k.wgsl?raw';
import wgsl from '../kernels/wgsl/top-k-categorical-accuracy.wgsl?raw';
import { checkTopK } from './check-top-k.ts';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { denseSamples, lastSize } from './targets.ts';

const kernel = defineKernel({
  name: 'top-k-categorical-accuracy',
  code: [flatIndex, topK, wgsl],
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { classes: 'u32', k: 'u32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'topKCategoricalAccuracy',
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { ...cpuRowParams, k: 'u32' },
});

export const topKCategoricalAccuracyOp = defineOp({
  name: 'topKCategoricalAccuracy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }, { k = 5 }: TopKAttrs) => {
    checkTopK('topKCategoricalAccuracy', k);
    return { y: spec(denseSamples('topKCategoricalAccuracy', inputs)) };
  },

  reference: ({ target, output }, { y }, attrs) => reference(target, output, y, attrs),

  gpu: ({ target, output }, { y }, { k = 5 }) => [
    kernel.dispatch(
      { targets: target, output, y },
      { classes: lastSize(output), k, size: y.size },
      { threads: y.size },
    ),
  ],

  cpu: ({ target, output }, { y }, { k = 5 }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuKernel.call({ targets: target, output, y }, { ...params, k }, tasks)];
  },
});

/**
 * 1 for each sample where fewer than k outputs are strictly greater than the one at the greatest target, else 0; 0 also
 * where an output is not finite. `target` and `output` are `f32` (N,C), or both with more leading axes. Not
 * differentiable. As Keras's metric of this name and TensorFlow's `in_top_k`. Throws `ShapeError`, `DTypeError`, and
 * `ValueError` for a k that is not a positive integer.
 */
export const topKCategoricalAccuracy = (
  inputs: { readonly target: Tensor; readonly output: Tensor },
  attrs: TopKAttrs = {},
): Tensor => topKCategoricalAccuracyOp(inputs, attrs).y;
