import { defineOp, type GradientContext, type OpCall } from '../engine/op.ts';
import { sameShape, showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import { type BatchNormAttrs, batchNorm as reference } from '../kernels/reference/batch-norm.ts';
import batchNormWgsl from '../kernels/wgsl/batch-norm.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { batchNormGradOp } from './batch-norm-grad.ts';
import { checkDType } from './check-dtype.ts';
import { defineLanesKernel } from './lanes.ts';
import { reluOp } from './relu.ts';
import { rowsPerThread } from './rows-per-thread.ts';

const normalizeKernel = defineLanesKernel({
  name: 'batch-norm',
  code: [flatIndex, batchNormWgsl],
  bindings: { x: 'read', gamma: 'read', beta: 'read', mean: 'read', variance: 'read', y: 'write' },
  params: { rows: 'u32', channels: 'u32', chunkRows: 'u32', epsilon: 'f32', size: 'u32' },
  constants: { RELU: 0 },
});

/** Normalizes with mean and variance that are at hand. */
export function normalize(
  tensors: Record<'x' | 'gamma' | 'beta' | 'mean' | 'variance' | 'y', Tensor>,
  { epsilon = 1e-3, activation }: BatchNormAttrs,
): Dispatch {
  const { x, gamma } = tensors;
  const { kernel, lanes } = normalizeKernel(gamma.size);
  const channels = gamma.size / lanes;
  const rows = x.size / gamma.size;
  const chunkRows = rowsPerThread(rows, channels);
  const size = channels * Math.ceil(rows / chunkRows);
  const constants = { RELU: Number(activation === 'relu') };
  return kernel.dispatch(tensors, { rows, channels, chunkRows, epsilon, size }, { threads: size, constants });
}

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

/** The gradient before the activation, from that after it. */
export const throughActivation = (dy: Tensor, y: Tensor, activation: BatchNormAttrs['activation']): Tensor =>
  activation === 'relu' ? reluOp.gradOp({ dy, at: y }, {}).dx : dy;

/** With a relu after it, the normalization that does both. */
export function fuseRelu(call: OpCall, next: OpCall): OpCall | null {
  const attrs = call.attrs as BatchNormAttrs;
  if (next.op.name !== 'relu' || attrs.activation === 'relu') return null;
  return { ...call, outputs: { ...call.outputs, ...next.outputs }, attrs: { ...attrs, activation: 'relu' } };
}

/** All three gradients, computed at most once. */
const gradientsOf = ({ grads, inputs, outputs, attrs, once }: GradientContext<Inputs, Outputs, BatchNormAttrs>) => {
  const { x, gamma, mean, variance } = inputs;
  const { activation, ...rest } = attrs;
  return once(() => {
    const dy = throughActivation(grads.y, outputs.y, activation);
    return batchNormGradOp({ dy, x, gamma, mean, variance }, { ...rest, ofBatch: false });
  });
};

export const batchNormInferenceOp = defineOp({
  name: 'batchNormInference',

  outputs: (inputs: Inputs, _attrs: BatchNormAttrs): Outputs => {
    checkChannels('batchNormInference', inputs);
    return { y: spec(inputs.x.shape) };
  },

  reference: ({ x, gamma, beta, mean, variance }, { y }, attrs) => reference(x, gamma, beta, mean, variance, y, attrs),

  gpu: (inputs, { y }, attrs) => [normalize({ ...inputs, y }, attrs)],

  fuse: fuseRelu,

  gradients: {
    x: (context) => gradientsOf(context).dx,
    gamma: (context) => gradientsOf(context).dgamma,
    beta: (context) => gradientsOf(context).dbeta,
  },
});

/**
 * Batch normalization with given statistics: gamma · (x − mean) / √(variance + epsilon) + beta for each channel (the last
 * axis), then relu where `activation` says so. `x` is (…,C) of rank 2 or more, all others (C); `epsilon` is 1e-3 by
 * default. Differentiable in x, gamma and beta. https://keras.io/api/layers/normalization_layers/batch_normalization/. Throws `ShapeError` and `DTypeError`.
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
