import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/binary-crossentropy.ts';
import type { CrossentropyAttrs } from '../kernels/reference/sparse-categorical-crossentropy.ts';
import forwardWgsl from '../kernels/wgsl/binary-crossentropy.wgsl?raw';
import backwardWgsl from '../kernels/wgsl/binary-crossentropy-grad.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import notANumber from '../kernels/wgsl/lib/not-a-number.wgsl?raw';
import probability from '../kernels/wgsl/lib/probability.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { denseSamples, lastSize } from './targets.ts';

const forward = defineKernel({
  name: 'binary-crossentropy',
  code: [flatIndex, notANumber, probability, forwardWgsl],
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { columns: 'u32', size: 'u32' },
  constants: { FROM_LOGITS: 0 },
});

const backward = defineKernel({
  name: 'binary-crossentropy-grad',
  code: [flatIndex, notANumber, probability, backwardWgsl],
  bindings: { dy: 'read', targets: 'read', output: 'read', doutput: 'write' },
  params: { columns: 'u32', size: 'u32' },
  constants: { FROM_LOGITS: 0 },
});

const cpuForward = defineCpuKernel({
  name: 'binaryCrossentropy',
  bindings: { targets: 'read', output: 'read', y: 'write' },
  params: { ...cpuRowParams, fromLogits: 'u32' },
});

const cpuBackward = defineCpuKernel({
  name: 'binaryCrossentropyGrad',
  bindings: { dy: 'read', targets: 'read', output: 'read', doutput: 'write' },
  params: { ...cpuRowParams, fromLogits: 'u32' },
});

const gradOp = defineOp({
  name: 'binaryCrossentropyGrad',
  outputs: ({ output }: { dy: TensorSpec; target: TensorSpec; output: TensorSpec }, _attrs: CrossentropyAttrs) => ({
    doutput: spec(output.shape),
  }),
  reference: ({ dy, target, output }, { doutput }, attrs) =>
    reference.binaryCrossentropyGrad(dy, target, output, doutput, attrs),
  gpu: ({ dy, target, output }, { doutput }, { fromLogits = false }) => [
    backward.dispatch(
      { dy, targets: target, output, doutput },
      { columns: lastSize(output), size: output.size },
      { threads: output.size, constants: { FROM_LOGITS: Number(fromLogits) } },
    ),
  ],
  cpu: ({ dy, target, output }, { doutput }, { fromLogits = false }) => {
    const { params, tasks } = rowTasks(output);
    return [
      cpuBackward.call({ dy, targets: target, output, doutput }, { ...params, fromLogits: Number(fromLogits) }, tasks),
    ];
  },
});

export const binaryCrossentropyOp = defineOp({
  name: 'binaryCrossentropy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }, _attrs: CrossentropyAttrs) => ({
    y: spec(denseSamples('binaryCrossentropy', inputs)),
  }),

  reference: ({ target, output }, { y }, attrs) => reference.binaryCrossentropy(target, output, y, attrs),

  gpu: ({ target, output }, { y }, { fromLogits = false }) => [
    forward.dispatch(
      { targets: target, output, y },
      { columns: lastSize(output), size: y.size },
      { threads: y.size, constants: { FROM_LOGITS: Number(fromLogits) } },
    ),
  ],

  cpu: ({ target, output }, { y }, { fromLogits = false }) => {
    const { params, tasks } = rowTasks(output);
    return [cpuForward.call({ targets: target, output, y }, { ...params, fromLogits: Number(fromLogits) }, tasks)];
  },

  gradients: {
    output: ({ grads, inputs, attrs }) => gradOp({ dy: grads.y, ...inputs }, attrs).doutput,
  },
});

/**
 * Cross-entropy of independent yes-or-no targets, averaged over the last axis: one value per sample (natural logarithm).
 * `target` and `output` are `f32` (N,K), or both with more leading axes. Without `fromLogits` the outputs are
 * probabilities, clipped to [1e-7, 1 − 1e-7] before the logarithm; a clipped value has gradient 0.
 *
 * As `BinaryCrossentropy` in keras/src/losses/losses.py. Throws `ShapeError` and `DTypeError`.
 */
export const binaryCrossentropy = (
  inputs: { readonly target: Tensor; readonly output: Tensor },
  attrs: CrossentropyAttrs = {},
): Tensor => binaryCrossentropyOp(inputs, attrs).y;
