import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type BinaryAccuracyAttrs, binaryAccuracy as reference } from '../kernels/reference/binary-accuracy.ts';
import wgsl from '../kernels/wgsl/binary-accuracy.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { denseSamples, lastSize } from './targets.ts';

const kernel = defineKernel({
  name: 'binary-accuracy',
  code: [flatIndex, wgsl],
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { columns: 'u32', threshold: 'f32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'binaryAccuracy',
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { ...cpuRowParams, threshold: 'f32' },
});

export const binaryAccuracyOp = defineOp({
  name: 'binaryAccuracy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }, _attrs: BinaryAccuracyAttrs) => ({
    y: spec(denseSamples('binaryAccuracy', inputs)),
  }),

  reference: ({ target, output }, { y }, attrs) => reference(target, output, y, attrs),

  gpu: ({ target, output }, { y }, { threshold = 0.5 }) => [
    kernel.dispatch(
      { targets: target, output, y },
      { columns: lastSize(output), threshold, size: y.size },
      { threads: y.size },
    ),
  ],

  cpu: ({ target, output }, { y }, { threshold = 0.5 }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuKernel.call({ targets: target, output, y }, { ...params, threshold }, tasks)];
  },
});

/**
 * Share of each sample's outputs that are on the right side of the threshold: [output > threshold] equals the target.
 * `target` (zeros and ones) and `output` are `f32` (N,K), or both with more leading axes; the result drops the last axis.
 * Not differentiable. As Keras's metric of this name. Throws `ShapeError` and `DTypeError`.
 */
export const binaryAccuracy = (
  inputs: { readonly target: Tensor; readonly output: Tensor },
  attrs: BinaryAccuracyAttrs = {},
): Tensor => binaryAccuracyOp(inputs, attrs).y;
