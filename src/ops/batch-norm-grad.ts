import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type BatchNormGradAttrs, batchNormGrad } from '../kernels/reference/batch-norm.ts';
import gradGammaWgsl from '../kernels/wgsl/batch-norm-grad-gamma.wgsl?raw';
import gradXWgsl from '../kernels/wgsl/batch-norm-grad-x.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { columnSumKernel, partialSums } from './partial-sums.ts';

const gradGamma = defineKernel({
  name: 'batch-norm-grad-gamma',
  code: [flatIndex, gradGammaWgsl],
  bindings: { dy: 'read', x: 'read', mean: 'read', variance: 'read', dgamma: 'write' },
  params: { rows: 'u32', channels: 'u32', chunkRows: 'u32', epsilon: 'f32', size: 'u32' },
});

const gradX = defineKernel({
  name: 'batch-norm-grad-x',
  code: [flatIndex, gradXWgsl],
  bindings: {
    dy: 'read',
    x: 'read',
    gamma: 'read',
    mean: 'read',
    variance: 'read',
    dgamma: 'read',
    dbeta: 'read',
    dx: 'write',
  },
  params: { channels: 'u32', epsilon: 'f32', share: 'f32', size: 'u32' },
});

/** All gradients of batch normalization, with statistics of the batch itself or given ones. */
export const batchNormGradOp = defineOp({
  name: 'batchNormGrad',

  outputs: (
    { x, gamma }: { dy: TensorSpec; x: TensorSpec; gamma: TensorSpec; mean: TensorSpec; variance: TensorSpec },
    _attrs: BatchNormGradAttrs,
  ) => ({ dx: spec(x.shape), dgamma: spec(gamma.shape), dbeta: spec(gamma.shape) }),

  reference: ({ dy, x, gamma, mean, variance }, { dx, dgamma, dbeta }, attrs) =>
    batchNormGrad(dy, x, gamma, mean, variance, dx, dgamma, dbeta, attrs),

  gpu: ({ dy, x, gamma, mean, variance }, { dx, dgamma, dbeta }, { epsilon = 1e-3, ofBatch }, scratch) => {
    const channels = gamma.size;
    const rows = x.size / channels;
    return [
      ...partialSums(rows, dbeta, scratch, (y, chunkRows) =>
        columnSumKernel.dispatch(
          { x: dy, y },
          { rows, columns: channels, chunkRows, size: y.size },
          { threads: y.size },
        ),
      ),
      ...partialSums(rows, dgamma, scratch, (y, chunkRows) =>
        gradGamma.dispatch(
          { dy, x, mean, variance, dgamma: y },
          { rows, channels, chunkRows, epsilon, size: y.size },
          { threads: y.size },
        ),
      ),
      gradX.dispatch(
        { dy, x, gamma, mean, variance, dgamma, dbeta, dx },
        { channels, epsilon, share: ofBatch ? 1 / rows : 0, size: x.size },
        { threads: x.size },
      ),
    ];
  },
});
