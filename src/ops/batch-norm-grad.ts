import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import { type BatchNormGradAttrs, batchNormGrad } from '../kernels/reference/batch-norm.ts';
import gradSumsWgsl from '../kernels/wgsl/batch-norm-grad-sums.wgsl?raw';
import gradXWgsl from '../kernels/wgsl/batch-norm-grad-x.wgsl?raw';
import columnSumPairWgsl from '../kernels/wgsl/column-sum-pair.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { batchNormGradCalls } from './batch-norm-cpu.ts';
import { checkDType } from './check-dtype.ts';
import { defineLanesKernel } from './lanes.ts';
import { pairedSums } from './paired-sums.ts';
import { rowsPerThread } from './rows-per-thread.ts';

const gradSums = defineLanesKernel({
  name: 'batch-norm-grad-sums',
  code: [flatIndex, gradSumsWgsl],
  bindings: { dy: 'read', x: 'read', mean: 'read', variance: 'read', dbeta: 'write', dgamma: 'write' },
  params: { rows: 'u32', channels: 'u32', chunkRows: 'u32', epsilon: 'f32', size: 'u32' },
});

const columnSumPair = defineLanesKernel({
  name: 'column-sum-pair',
  code: [flatIndex, columnSumPairWgsl],
  bindings: { x: 'read', x2: 'read', y: 'write', y2: 'write' },
  params: { rows: 'u32', columns: 'u32', chunkRows: 'u32', size: 'u32' },
});

const gradX = defineLanesKernel({
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
  params: { rows: 'u32', channels: 'u32', chunkRows: 'u32', epsilon: 'f32', share: 'f32', size: 'u32' },
  constants: { RELU: 0 },
});

/** All gradients of batch normalization, with statistics of the batch itself or given ones. */
export const batchNormGradOp = defineOp({
  name: 'batchNormGrad',

  outputs: (
    inputs: { dy: TensorSpec; x: TensorSpec; gamma: TensorSpec; mean: TensorSpec; variance: TensorSpec },
    _attrs: BatchNormGradAttrs,
  ) => {
    for (const [name, input] of Object.entries(inputs)) checkDType(input, 'f32', `batchNormGrad: ${name}`);
    const { x, gamma } = inputs;
    return { dx: spec(x.shape), dgamma: spec(gamma.shape), dbeta: spec(gamma.shape) };
  },

  reference: ({ dy, x, gamma, mean, variance }, { dx, dgamma, dbeta }, attrs) =>
    batchNormGrad(dy, x, gamma, mean, variance, dx, dgamma, dbeta, attrs),

  gpu: ({ dy, x, gamma, mean, variance }, { dx, dgamma, dbeta }, { epsilon = 1e-3, ofBatch, ofRelu }, scratch) => {
    const sums = gradSums(gamma.size);
    const pair = columnSumPair(gamma.size);
    const { kernel, lanes } = gradX(gamma.size);
    const channels = gamma.size / lanes;
    const rows = x.size / gamma.size;
    const chunkRows = rowsPerThread(rows, channels);
    const threads = channels * Math.ceil(rows / chunkRows);
    return [
      ...pairedSums(rows, [dbeta, dgamma], scratch, ({ to: [y, y2], from, rows, chunkRows }) => {
        const size = y.size / lanes;
        return from === null
          ? sums.kernel.dispatch(
              { dy, x, mean, variance, dbeta: y, dgamma: y2 },
              { rows, channels, chunkRows, epsilon, size },
              { threads: size },
            )
          : pair.kernel.dispatch(
              { x: from[0], x2: from[1], y, y2 },
              { rows, columns: channels, chunkRows, size },
              { threads: size },
            );
      }),
      kernel.dispatch(
        { dy, x, gamma, mean, variance, dgamma, dbeta, dx },
        { rows, channels, chunkRows, epsilon, share: ofBatch ? 1 / rows : 0, size: threads },
        { threads, constants: { RELU: Number(ofRelu ?? false) } },
      ),
    ];
  },

  cpu: (inputs, outputs, attrs, scratch) => (attrs.ofRelu ? null : batchNormGradCalls(inputs, outputs, attrs, scratch)),

  // Where x is what a relu gave, the gradient of the relu reads it, too.
  fuse: (call, next) => {
    if (next.op.name !== 'reluGrad' || next.inputs['at']?.storage !== call.inputs['x']?.storage) return null;
    const attrs = { ...(call.attrs as BatchNormGradAttrs), ofRelu: true };
    return { ...call, outputs: { ...call.outputs, ...next.outputs }, attrs };
  },
});
