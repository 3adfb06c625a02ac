import { defineOp, type GradientContext } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { BatchNormAttrs } from '../kernels/reference/batch-norm.ts';
import * as reference from '../kernels/reference/batch-norm.ts';
import mergeWgsl from '../kernels/wgsl/batch-norm-merge.wgsl?raw';
import momentsWgsl from '../kernels/wgsl/batch-norm-moments.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { batchNormGradOp } from './batch-norm-grad.ts';
import { checkChannels, fuseRelu, normalize, throughActivation } from './batch-norm-inference.ts';
import { defineLanesKernel } from './lanes.ts';
import { pairedSums } from './paired-sums.ts';

const momentsKernel = defineLanesKernel({
  name: 'batch-norm-moments',
  code: [flatIndex, momentsWgsl],
  bindings: { x: 'read', mean: 'write', squares: 'write' },
  params: { rows: 'u32', channels: 'u32', chunkRows: 'u32', scale: 'f32', size: 'u32' },
});

const mergeKernel = defineLanesKernel({
  name: 'batch-norm-merge',
  code: [flatIndex, mergeWgsl],
  bindings: { partMean: 'read', partSquares: 'read', mean: 'write', squares: 'write' },
  params: {
    rows: 'u32',
    covered: 'u32',
    parts: 'u32',
    channels: 'u32',
    chunkParts: 'u32',
    scale: 'f32',
    size: 'u32',
  },
});

type Inputs = { x: TensorSpec; gamma: TensorSpec; beta: TensorSpec };
type Outputs = { y: TensorSpec; mean: TensorSpec; variance: TensorSpec };

/** Mean and biased variance of each channel. x is read once: moments of chunks of rows are merged in levels. */
function moments(x: Tensor, mean: Tensor, variance: Tensor, scratch: (spec: TensorSpec) => Tensor) {
  const first = momentsKernel(mean.size);
  const merge = mergeKernel(mean.size);
  const channels = mean.size / first.lanes;
  const rows = x.size / mean.size;
  return pairedSums(rows, [mean, variance], scratch, ({ to: [mean, squares], from, isLast, ...level }) => {
    const size = mean.size / first.lanes;
    const scale = isLast ? 1 / rows : 1;
    if (from === null) {
      const params = { rows, channels, chunkRows: level.chunkRows, scale, size };
      return first.kernel.dispatch({ x, mean, squares }, params, { threads: size });
    }
    return merge.kernel.dispatch(
      { partMean: from[0], partSquares: from[1], mean, squares },
      { rows, covered: level.covered, parts: level.rows, channels, chunkParts: level.chunkRows, scale, size },
      { threads: size },
    );
  });
}

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

  fuse: fuseRelu,

  gradients: {
    x: (context) => gradientsOf(context).dx,
    gamma: (context) => gradientsOf(context).dgamma,
    beta: (context) => gradientsOf(context).dbeta,
  },
});

/**
 * Batch normalization for training: gamma · (x − mean) / √(variance + epsilon) + beta for each channel (the last axis),
 * with the mean and the biased variance of the batch itself, which are returned too, then relu where `activation` says so. `x` is (…,C) of rank 2 or more, all
 * others (C); `epsilon` is 1e-3 by default. `y` is differentiable in x, gamma and beta. S. Ioffe, C. Szegedy, 2015;
 * https://keras.io/api/layers/normalization_layers/batch_normalization/. Throws `ShapeError` and `DTypeError`.
 */
export const batchNorm = (
  inputs: { readonly x: Tensor; readonly gamma: Tensor; readonly beta: Tensor },
  attrs: BatchNormAttrs = {},
): { readonly y: Tensor; readonly mean: Tensor; readonly variance: Tensor } => batchNormOp(inputs, attrs);
