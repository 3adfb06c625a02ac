import { defineOp, type GradientContext } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import type { BatchNormAttrs } from '../kernels/reference/batch-norm.ts';
import * as reference from '../kernels/reference/batch-norm.ts';
import meanWgsl from '../kernels/wgsl/batch-norm-mean.wgsl?raw';
import varianceWgsl from '../kernels/wgsl/batch-norm-variance.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { batchNormGradOp } from './batch-norm-grad.ts';
import { checkChannels, normalizeKernel } from './batch-norm-inference.ts';
import { partialSums } from './partial-sums.ts';

const params = { rows: 'u32', channels: 'u32', chunkRows: 'u32', scale: 'f32', size: 'u32' } as const;

const meanKernel = defineKernel({
  name: 'batch-norm-mean',
  code: [flatIndex, meanWgsl],
  bindings: { x: 'read', y: 'write' },
  params,
});

const varianceKernel = defineKernel({
  name: 'batch-norm-variance',
  code: [flatIndex, varianceWgsl],
  bindings: { x: 'read', mean: 'read', y: 'write' },
  params,
});

type Inputs = { x: TensorSpec; gamma: TensorSpec; beta: TensorSpec };
type Outputs = { y: TensorSpec; mean: TensorSpec; variance: TensorSpec };

/** All three gradients, computed at most once. */
const gradientsOf = ({ grads, inputs, outputs, attrs, once }: GradientContext<Inputs, Outputs, BatchNormAttrs>) => {
  const { x, gamma } = inputs;
  const { mean, variance } = outputs;
  return once(() => batchNormGradOp({ dy: grads.y, x, gamma, mean, variance }, { ...attrs, ofBatch: true }));
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

  // Deviations from the mean are squared, not x: E[x²] − E[x]² would lose all digits where the mean is large.
  gpu: ({ x, gamma, beta }, { y, mean, variance }, { epsilon = 1e-3 }, scratch) => {
    const channels = gamma.size;
    const rows = x.size / channels;
    const chunk = { rows, channels, scale: 1 / rows };
    return [
      ...partialSums(rows, mean, scratch, (sums, chunkRows) =>
        meanKernel.dispatch({ x, y: sums }, { ...chunk, chunkRows, size: sums.size }, { threads: sums.size }),
      ),
      ...partialSums(rows, variance, scratch, (sums, chunkRows) =>
        varianceKernel.dispatch({ x, mean, y: sums }, { ...chunk, chunkRows, size: sums.size }, { threads: sums.size }),
      ),
      normalizeKernel.dispatch(
        { x, gamma, beta, mean, variance, y },
        { channels, epsilon, size: x.size },
        { threads: x.size },
      ),
    ];
  },

  gradients: {
    x: (context) => gradientsOf(context).dx,
    gamma: (context) => gradientsOf(context).dgamma,
    beta: (context) => gradientsOf(context).dbeta,
  },
});

/**
 * Batch normalization for training: gamma · (x − mean) / √(variance + epsilon) + beta for each channel (the last axis),
 * with the mean and the biased variance of the batch itself, which are returned too. `x` is (…,C) of rank 2 or more, all
 * others (C); `epsilon` is 1e-3 by default. `y` is differentiable in x, gamma and beta. S. Ioffe, C. Szegedy, 2015;
 * https://keras.io/api/layers/normalization_layers/batch_normalization/. Throws `ShapeError` and `DTypeError`.
 */
export const batchNorm = (
  inputs: { readonly x: Tensor; readonly gamma: Tensor; readonly beta: Tensor },
  attrs: BatchNormAttrs = {},
): { readonly y: Tensor; readonly mean: Tensor; readonly variance: Tensor } => batchNormOp(inputs, attrs);
