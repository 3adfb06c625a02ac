import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import {
  sparseTopKCategoricalAccuracy as reference,
  type TopKAttrs,
} from '../kernels/reference/sparse-top-k-categorical-accuracy.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import topK from '../kernels/wgsl/lib/top-k.wgsl?raw';
import wgsl from '../kernels/wgsl/sparse-top-k-categorical-accuracy.wgsl?raw';
import { checkTopK } from './check-top-k.ts';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { lastSize, sparseSamples } from './targets.ts';

const kernel = defineKernel({
  name: 'sparse-top-k-categorical-accuracy',
  code: [flatIndex, topK, wgsl],
  bindings: { labels: 'read', output: 'read', y: 'write' },
  params: { classes: 'u32', k: 'u32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'sparseTopKCategoricalAccuracy',
  bindings: { labels: 'read', output: 'read', y: 'write' },
  params: { ...cpuRowParams, k: 'u32' },
});

export const sparseTopKCategoricalAccuracyOp = defineOp({
  name: 'sparseTopKCategoricalAccuracy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }, { k = 5 }: TopKAttrs) => {
    checkTopK('sparseTopKCategoricalAccuracy', k);
    return { y: spec(sparseSamples('sparseTopKCategoricalAccuracy', inputs)) };
  },

  reference: ({ target, output }, { y }, attrs) => reference(target, output, y, attrs),

  gpu: ({ target, output }, { y }, { k = 5 }) => [
    kernel.dispatch({ labels: target, output, y }, { classes: lastSize(output), k, size: y.size }, { threads: y.size }),
  ],

  cpu: ({ target, output }, { y }, { k = 5 }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuKernel.call({ labels: target, output, y }, { ...params, k }, tasks)];
  },
});

/**
 * 1 for each sample where fewer than k outputs are strictly greater than the one at its label, else 0; 0 also where an
 * output is not finite or the label is no class. `target` holds `u32` labels in shape (N) or (N,1), `output` is (N,C), or
 * both with more leading axes. Not differentiable. As Keras's metric of this name and TensorFlow's `in_top_k`. Throws
 * `ShapeError`, `DTypeError`, and `ValueError` for a k that is not a positive integer.
 */
export const sparseTopKCategoricalAccuracy = (
  inputs: { readonly target: Tensor; readonly output: Tensor },
  attrs: TopKAttrs = {},
): Tensor => sparseTopKCategoricalAccuracyOp(inputs, attrs).y;
