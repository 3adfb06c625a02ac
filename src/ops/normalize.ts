import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import type { BatchNormAttrs } from '../kernels/reference/batch-norm.ts';
import batchNormWgsl from '../kernels/wgsl/batch-norm.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
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

/** The gradient before the activation, from that after it. */
export const throughActivation = (dy: Tensor, y: Tensor, activation: BatchNormAttrs['activation']): Tensor =>
  activation === 'relu' ? reluOp.gradOp({ dy, at: y }, {}).dx : dy;
