import { defineOp } from '../engine/op.ts';
import { type HostTensor, type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import { type PoolAttrs, pool2dGeometry } from '../kernels/geometry.ts';
import { type BatchNormAttrs, batchMoments, batchNorm } from '../kernels/reference/batch-norm.ts';
import { maxPool2d } from '../kernels/reference/max-pool2d.ts';
import batchNormMaxPool2dWgsl from '../kernels/wgsl/batch-norm-max-pool2d.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import poolWindow from '../kernels/wgsl/lib/pool-window.wgsl?raw';
import { momentsCalls, normalizeAndPoolCalls } from './batch-norm-cpu.ts';
import { moments } from './batch-norm-moments.ts';
import { checkChannels } from './check-channels.ts';
import { defineLanesKernel } from './lanes.ts';
import { poolParams } from './pool-params.ts';

// What plans make of a batch normalization and the max pooling after it: the normalized image is never written. There are
// no gradients here; they were recorded before, and read x and argmax only.

type Parameters = { x: TensorSpec; gamma: TensorSpec; beta: TensorSpec };
type Attrs = BatchNormAttrs & PoolAttrs;

const poolKernel = defineLanesKernel({
  name: 'batch-norm-max-pool2d',
  code: [flatIndex, poolWindow, batchNormMaxPool2dWgsl],
  bindings: { x: 'read', gamma: 'read', beta: 'read', mean: 'read', variance: 'read', y: 'write', argmax: 'write' },
  params: { ...poolParams, epsilon: 'f32' },
  constants: { RELU: 0 },
});

function normalizeAndPool(
  tensors: Record<'x' | 'gamma' | 'beta' | 'mean' | 'variance' | 'y' | 'argmax', Tensor>,
  { epsilon = 1e-3, activation, ...pool }: Attrs,
): Dispatch {
  const geometry = pool2dGeometry(tensors.x.shape, pool);
  const { kernel, lanes } = poolKernel(geometry.channels);
  const size = tensors.y.size / lanes;
  const params = { ...geometry, channels: geometry.channels / lanes, epsilon, size };
  return kernel.dispatch(tensors, params, { threads: size, constants: { RELU: Number(activation === 'relu') } });
}

function pooled(op: string, x: Shape, attrs: PoolAttrs) {
  const { batch, outHeight, outWidth, channels } = pool2dGeometry(x, attrs, op);
  const shape = [batch, outHeight, outWidth, channels];
  return { y: spec(shape), argmax: spec(shape, 'u32') };
}

const like = (x: HostTensor): HostTensor => ({ ...x, data: x.data.slice() });

export const batchNormMaxPool2dOp = defineOp({
  name: 'batchNormMaxPool2d',

  outputs: (inputs: Parameters, attrs: Attrs) => {
    checkChannels('batchNormMaxPool2d', inputs);
    const statistic = spec(inputs.gamma.shape);
    return { ...pooled('batchNormMaxPool2d', inputs.x.shape, attrs), mean: statistic, variance: statistic };
  },

  reference: ({ x, gamma, beta }, { y, argmax, mean, variance }, attrs) => {
    const normalized = like(x);
    batchMoments(x, mean, variance);
    batchNorm(x, gamma, beta, mean, variance, normalized, attrs);
    maxPool2d(normalized, y, argmax, attrs);
  },

  gpu: ({ x, gamma, beta }, { y, argmax, mean, variance }, attrs, scratch) => [
    ...moments(x, mean, variance, scratch),
    normalizeAndPool({ x, gamma, beta, mean, variance, y, argmax }, attrs),
  ],

  cpu: ({ x, gamma, beta }, { y, argmax, mean, variance }, attrs, scratch) => {
    const pooling = normalizeAndPoolCalls({ x, gamma, beta, mean, variance, y, argmax }, attrs);
    return pooling && [...momentsCalls(x, mean, variance, scratch), ...pooling];
  },
});

export const batchNormInferenceMaxPool2dOp = defineOp({
  name: 'batchNormInferenceMaxPool2d',

  outputs: (inputs: Parameters & { mean: TensorSpec; variance: TensorSpec }, attrs: Attrs) => {
    checkChannels('batchNormInferenceMaxPool2d', inputs);
    return pooled('batchNormInferenceMaxPool2d', inputs.x.shape, attrs);
  },

  reference: ({ x, gamma, beta, mean, variance }, { y, argmax }, attrs) => {
    const normalized = like(x);
    batchNorm(x, gamma, beta, mean, variance, normalized, attrs);
    maxPool2d(normalized, y, argmax, attrs);
  },

  gpu: (inputs, outputs, attrs) => [normalizeAndPool({ ...inputs, ...outputs }, attrs)],

  cpu: (inputs, outputs, attrs) => normalizeAndPoolCalls({ ...inputs, ...outputs }, attrs),
});
