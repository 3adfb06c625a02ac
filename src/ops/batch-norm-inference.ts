import { defineOp, type GradientContext } from '../engine/op.ts';
import { sameShape, showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import { type BatchNormAttrs, batchNorm as reference } from '../kernels/reference/batch-norm.ts';
import batchNormWgsl from '../kernels/wgsl/batch-norm.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { batchNormGradOp } from './batch-norm-grad.ts';
import { checkDType } from './check-dtype.ts';

/** Normalizes with mean and variance that are at hand. */
export const normalizeKernel = defineKernel({
  name: 'batch-norm',
  code: [flatIndex, batchNormWgsl],
  bindings: { x: 'read', gamma: 'read', beta: 'read', mean: 'read', variance: 'read', y: 'write' },
  params: { channels: 'u32', epsilon: 'f32', size: 'u32' },
});

/** Refuses an x of rank below 2, and parameters that have not one number for each channel of x. */
export function checkChannels(op: string, { x, ...parameters }: Readonly<Record<string, TensorSpec>>): void {
  checkDType(x, 'f32', `${op}: x`);
  if (x.shape.length < 2) {
    throw new ShapeError(
      op,
      { x: x.shape },
      `x has shape ${showShape(x.shape)}; [batch, …, channels] of rank 2 or more is expected.`,
    );
  }
  const channels = x.shape.slice(-1);
  for (const [name, parameter] of Object.entries(parameters)) {
    checkDType(parameter, 'f32', `${op}: ${name}`);
    if (!sameShape(parameter.shape, channels)) {
      throw new ShapeError(
        op,
        { x: x.shape, [name]: parameter.shape },
        `${name} has shape ${showShape(parameter.shape)} but x ${showShape(x.shape)} needs ${showShape(channels)}, one number for each channel.`,
      );
    }
  }
}

type Inputs = { x: TensorSpec; gamma: TensorSpec; beta: TensorSpec; mean: TensorSpec; variance: TensorSpec };
type Outputs = { y: TensorSpec };

/** All three gradients, computed at most once. */
const gradientsOf = ({ grads, inputs, attrs, once }: GradientContext<Inputs, Outputs, BatchNormAttrs>) => {
  const { x, gamma, mean, variance } = inputs;
  return once(() => batchNormGradOp({ dy: grads.y, x, gamma, mean, variance }, { ...attrs, ofBatch: false }));
};

export const batchNormInferenceOp = defineOp({
  name: 'batchNormInference',

  outputs: (inputs: Inputs, _attrs: BatchNormAttrs): Outputs => {
    checkChannels('batchNormInference', inputs);
    return { y: spec(inputs.x.shape) };
  },

  reference: ({ x, gamma, beta, mean, variance }, { y }, attrs) => reference(x, gamma, beta, mean, variance, y, attrs),

  gpu: ({ x, gamma, beta, mean, variance }, { y }, { epsilon = 1e-3 }) => [
    normalizeKernel.dispatch(
      { x, gamma, beta, mean, variance, y },
      { channels: gamma.size, epsilon, size: x.size },
      { threads: x.size },
    ),
  ],

  gradients: {
    x: (context) => gradientsOf(context).dx,
    gamma: (context) => gradientsOf(context).dgamma,
    beta: (context) => gradientsOf(context).dbeta,
  },
});

/**
 * Batch normalization with given statistics: gamma · (x − mean) / √(variance + epsilon) + beta for each channel (the last
 * axis). `x` is (…,C) of rank 2 or more, all others (C); `epsilon` is 1e-3 by default. Differentiable in x, gamma and
 * beta. https://keras.io/api/layers/normalization_layers/batch_normalization/. Throws `ShapeError` and `DTypeError`.
 */
export const batchNormInference = (
  inputs: {
    readonly x: Tensor;
    readonly gamma: Tensor;
    readonly beta: Tensor;
    readonly mean: Tensor;
    readonly variance: Tensor;
  },
  attrs: BatchNormAttrs = {},
): Tensor => batchNormInferenceOp(inputs, attrs).y;
