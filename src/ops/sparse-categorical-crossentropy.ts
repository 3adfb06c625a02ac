import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import type { CrossentropyAttrs } from '../kernels/reference/sparse-categorical-crossentropy.ts';
import * as reference from '../kernels/reference/sparse-categorical-crossentropy.ts';
import classNormalizer from '../kernels/wgsl/lib/class-normalizer.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import notANumber from '../kernels/wgsl/lib/not-a-number.wgsl?raw';
import probability from '../kernels/wgsl/lib/probability.wgsl?raw';
import forwardWgsl from '../kernels/wgsl/sparse-categorical-crossentropy.wgsl?raw';
import backwardWgsl from '../kernels/wgsl/sparse-categorical-crossentropy-grad.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { lastSize, sparseSamples } from './targets.ts';

const forward = defineKernel({
  name: 'sparse-categorical-crossentropy',
  code: [flatIndex, probability, notANumber, classNormalizer, forwardWgsl],
  bindings: { labels: 'read', output: 'read', y: 'write', normalizer: 'write' },
  params: { classes: 'u32', size: 'u32' },
  constants: { FROM_LOGITS: 0 },
});

const backward = defineKernel({
  name: 'sparse-categorical-crossentropy-grad',
  code: [flatIndex, probability, notANumber, backwardWgsl],
  bindings: { dy: 'read', labels: 'read', output: 'read', normalizer: 'read', doutput: 'write' },
  params: { classes: 'u32', size: 'u32' },
  constants: { FROM_LOGITS: 0 },
});

const cpuForward = defineCpuKernel({
  name: 'sparseCategoricalCrossentropy',
  bindings: { labels: 'read', output: 'read', y: 'write', normalizer: 'write' },
  params: { ...cpuRowParams, fromLogits: 'u32' },
});

const cpuBackward = defineCpuKernel({
  name: 'sparseCategoricalCrossentropyGrad',
  bindings: { dy: 'read', labels: 'read', output: 'read', normalizer: 'read', doutput: 'write' },
  params: { ...cpuRowParams, fromLogits: 'u32' },
});

const gradOp = defineOp({
  name: 'sparseCategoricalCrossentropyGrad',
  outputs: (
    { output }: { dy: TensorSpec; target: TensorSpec; output: TensorSpec; normalizer: TensorSpec },
    _attrs: CrossentropyAttrs,
  ) => ({ doutput: spec(output.shape) }),
  reference: ({ dy, target, output, normalizer }, { doutput }, attrs) =>
    reference.sparseCategoricalCrossentropyGrad(dy, target, output, normalizer, doutput, attrs),
  gpu: ({ dy, target, output, normalizer }, { doutput }, { fromLogits = false }) => [
    backward.dispatch(
      { dy, labels: target, output, normalizer, doutput },
      { classes: lastSize(output), size: output.size },
      { threads: output.size, constants: { FROM_LOGITS: Number(fromLogits) } },
    ),
  ],
  cpu: ({ dy, target, output, normalizer }, { doutput }, { fromLogits = false }) => {
    const { params, tasks } = rowTasks(output);
    return [
      cpuBackward.call(
        { dy, labels: target, output, normalizer, doutput },
        { ...params, fromLogits: Number(fromLogits) },
        tasks,
      ),
    ];
  },
});

export const sparseCategoricalCrossentropyOp = defineOp({
  name: 'sparseCategoricalCrossentropy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }, _attrs: CrossentropyAttrs) => {
    const samples = sparseSamples('sparseCategoricalCrossentropy', inputs);
    return { y: spec(samples), normalizer: spec(samples) };
  },

  reference: ({ target, output }, { y, normalizer }, attrs) =>
    reference.sparseCategoricalCrossentropy(target, output, y, normalizer, attrs),

  gpu: ({ target, output }, { y, normalizer }, { fromLogits = false }) => [
    forward.dispatch(
      { labels: target, output, y, normalizer },
      { classes: lastSize(output), size: y.size },
      { threads: y.size, constants: { FROM_LOGITS: Number(fromLogits) } },
    ),
  ],

  cpu: ({ target, output }, { y, normalizer }, { fromLogits = false }) => {
    const { params, tasks } = rowTasks(output);
    return [
      cpuForward.call({ labels: target, output, y, normalizer }, { ...params, fromLogits: Number(fromLogits) }, tasks),
    ];
  },

  gradients: {
    output: ({ grads, inputs, outputs, attrs }) =>
      gradOp({ dy: grads.y, ...inputs, normalizer: outputs.normalizer }, attrs).doutput,
  },
});

/**
 * Cross-entropy of integer labels, one value per sample (natural logarithm). `target` holds labels 0 to C−1 as `u32` in
 * shape (N) or (N,1), `output` is (N,C), or both with more leading axes. Without `fromLogits` the outputs are divided by
 * their sum and clipped to [1e-7, 1 − 1e-7] before the logarithm, and a clipped value has gradient 0. A label beyond the
 * classes gives NaN.
 *
 * As `sparse_categorical_crossentropy` in keras/src/backend/jax/nn.py. Throws `ShapeError` and `DTypeError`.
 */
export const sparseCategoricalCrossentropy = (
  inputs: { readonly target: Tensor; readonly output: Tensor },
  attrs: CrossentropyAttrs = {},
): Tensor => sparseCategoricalCrossentropyOp(inputs, attrs).y;
