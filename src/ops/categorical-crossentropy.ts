import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/categorical-crossentropy.ts';
import type { CrossentropyAttrs } from '../kernels/reference/sparse-categorical-crossentropy.ts';
import forwardWgsl from '../kernels/wgsl/categorical-crossentropy.wgsl?raw';
import backwardWgsl from '../kernels/wgsl/categorical-crossentropy-grad.wgsl?raw';
import classNormalizer from '../kernels/wgsl/lib/class-normalizer.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import notANumber from '../kernels/wgsl/lib/not-a-number.wgsl?raw';
import probability from '../kernels/wgsl/lib/probability.wgsl?raw';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { denseSamples, lastSize } from './targets.ts';

const forward = defineKernel({
  name: 'categorical-crossentropy',
  code: [flatIndex, notANumber, probability, classNormalizer, forwardWgsl],
  bindings: { targets: 'read', output: 'read', y: 'write', normalizer: 'write', weight: 'write' },
  params: { classes: 'u32', size: 'u32' },
  constants: { FROM_LOGITS: 0 },
});

const backward = defineKernel({
  name: 'categorical-crossentropy-grad',
  code: [flatIndex, notANumber, probability, backwardWgsl],
  bindings: { dy: 'read', targets: 'read', output: 'read', normalizer: 'read', weight: 'read', doutput: 'write' },
  params: { classes: 'u32', size: 'u32' },
  constants: { FROM_LOGITS: 0 },
});

const cpuForward = defineCpuKernel({
  name: 'categoricalCrossentropy',
  bindings: { targets: 'read', output: 'read', y: 'write', normalizer: 'write', weight: 'write' },
  params: { ...cpuRowParams, fromLogits: 'u32' },
});

const cpuBackward = defineCpuKernel({
  name: 'categoricalCrossentropyGrad',
  bindings: { dy: 'read', targets: 'read', output: 'read', normalizer: 'read', weight: 'read', doutput: 'write' },
  params: { ...cpuRowParams, fromLogits: 'u32' },
});

const gradOp = defineOp({
  name: 'categoricalCrossentropyGrad',
  outputs: (
    { output }: { dy: TensorSpec; target: TensorSpec; output: TensorSpec; normalizer: TensorSpec; weight: TensorSpec },
    _attrs: CrossentropyAttrs,
  ) => ({ doutput: spec(output.shape) }),
  reference: ({ dy, target, output, normalizer, weight }, { doutput }, attrs) =>
    reference.categoricalCrossentropyGrad(dy, target, output, normalizer, weight, doutput, attrs),
  gpu: ({ dy, target, output, normalizer, weight }, { doutput }, { fromLogits = false }) => [
    backward.dispatch(
      { dy, targets: target, output, normalizer, weight, doutput },
      { classes: lastSize(output), size: output.size },
      { threads: output.size, constants: { FROM_LOGITS: Number(fromLogits) } },
    ),
  ],
  cpu: ({ dy, target, output, normalizer, weight }, { doutput }, { fromLogits = false }) => {
    const { params, tasks } = rowTasks(output);
    return [
      cpuBackward.call(
        { dy, targets: target, output, normalizer, weight, doutput },
        { ...params, fromLogits: Number(fromLogits) },
        tasks,
      ),
    ];
  },
});

export const categoricalCrossentropyOp = defineOp({
  name: 'categoricalCrossentropy',

  outputs: (inputs: { target: TensorSpec; output: TensorSpec }, _attrs: CrossentropyAttrs) => {
    const samples = denseSamples('categoricalCrossentropy', inputs);
    return { y: spec(samples), normalizer: spec(samples), weight: spec(samples) };
  },

  reference: ({ target, output }, { y, normalizer, weight }, attrs) =>
    reference.categoricalCrossentropy(target, output, y, normalizer, weight, attrs),

  gpu: ({ target, output }, { y, normalizer, weight }, { fromLogits = false }) => [
    forward.dispatch(
      { targets: target, output, y, normalizer, weight },
      { classes: lastSize(output), size: y.size },
      { threads: y.size, constants: { FROM_LOGITS: Number(fromLogits) } },
    ),
  ],

  cpu: ({ target, output }, { y, normalizer, weight }, { fromLogits = false }) => {
    const { params, tasks } = rowTasks(output);
    return [
      cpuForward.call(
        { targets: target, output, y, normalizer, weight },
        { ...params, fromLogits: Number(fromLogits) },
        tasks,
      ),
    ];
  },

  gradients: {
    output: ({ grads, inputs, outputs: { normalizer, weight }, attrs }) =>
      gradOp({ dy: grads.y, ...inputs, normalizer, weight }, attrs).doutput,
  },
});

/**
 * Cross-entropy of one-hot (or soft) targets, one value per sample (natural logarithm). `target` and `output` are `f32`
 * (N,C), or both with more leading axes. Without `fromLogits` the outputs are divided by their sum and clipped to
 * [1e-7, 1 − 1e-7] before the logarithm, and a clipped value has gradient 0.
 *
 * As `categorical_crossentropy` in keras/src/backend/jax/nn.py. Throws `ShapeError` and `DTypeError`.
 */
export const categoricalCrossentropy = (
  inputs: { readonly target: Tensor; readonly output: Tensor },
  attrs: CrossentropyAttrs = {},
): Tensor => categoricalCrossentropyOp(inputs, attrs).y;
