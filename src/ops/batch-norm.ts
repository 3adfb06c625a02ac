import { defineOp, type GradientContext } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { BatchNormAttrs } from '../kernels/reference/batch-norm.ts';
import * as reference from '../kernels/reference/batch-norm.ts';
import { momentsCalls, normalizeCalls } from './batch-norm-cpu.ts';
import { fuseBatchNorm } from './batch-norm-fusion.ts';
import { batchNormGradOp } from './batch-norm-grad.ts';
import { batchNormMaxPool2dOp } from './batch-norm-max-pool2d.ts';
import { moments } from './batch-norm-moments.ts';
import { checkChannels } from './check-channels.ts';
import { normalize, throughActivation } from './normalize.ts';

type Inputs = { x: TensorSpec; gamma: TensorSpec; beta: TensorSpec };
type Outputs = { y: TensorSpec; mean: TensorSpec; variance: TensorSpec };

/** All three gradients, computed at most once. */
const gradientsOf = ({ grads, inputs, outputs, attrs, once }: GradientContext<Inputs, Outputs, BatchNormAttrs>) => {
  const { x, gamma } = inputs;
  const { y, mean, variance } = outputs;
  const { activation, ...rest } = attrs;
  return once(() => {
    const dy = throughActivation(grads.y, y, activation);
    return batchNormGradOp({ dy, x, gamma, mean, variance }, { ...rest, ofBatch: true });
  });
};

export const batchNormOp = defineOp({
  name: 'batchNorm',

  outputs: (inputs: Inputs, _attrs: BatchNormAttrs): Outputs => {
    checkChannels('batchNorm', inputs);
    return { y: spec(inputs.x.shape), mean: spec(inputs.gamma.shape), variance: spec(inputs.gamma.shape) };
  },

  reference: ({ x, gamma, beta }, { y, mean, variance }, attrs) => {
    reference.batchMoments(x, mean, variance);
    reference.batchNorm(x, gamma, beta, mean, variance, y, attrs);
  },

  gpu: ({ x, gamma, beta }, { y, mean, variance }, attrs, scratch) => [
    ...moments(x, mean, variance, scratch),
    normalize({ x, gamma, beta, mean, variance, y }, attrs),
  ],

  cpu: ({ x, gamma, beta }, { y, mean, variance }, attrs, scratch) => [
    ...momentsCalls(x, mean, variance, scratch),
    ...normalizeCalls({ x, gamma, beta, mean, variance, y }, attrs),
  ],

  fuse: (call, next) => fuseBatchNorm(call, next, batchNormMaxPool2dOp),

  gradients: {
    x: (context) => gradientsOf(context).dx,
    gamma: (context) => gradientsOf(context).dgamma,
    beta: (context) => gradientsOf(context).dbeta,
  },
});

/**
 * Batch normalization for training: gamma · (x − mean) / √(variance + epsilon) + beta for each channel (the last axis),
 * with the mean and the biased variance of the batch itself, which are returned too, then relu where `activation` says
 * so. `x` is (…,C) of rank 2 or more, all others (C); `epsilon` is 1e-3 by default. `y` is differentiable in x, gamma and
 * beta. S. Ioffe, C. Szegedy, 2015; https://keras.io/api/layers/normalization_layers/batch_normalization/. Throws
 * `ShapeError` and `DTypeError`.
 */
export const batchNorm = (
  inputs: { readonly x: Tensor; readonly gamma: Tensor; readonly beta: Tensor },
  attrs: BatchNormAttrs = {},
): { readonly y: Tensor; readonly mean: Tensor; readonly variance: Tensor } => batchNormOp(inputs, attrs);
