import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type PoolAttrs, pool2dGeometry } from '../kernels/geometry.ts';
import type { BatchNormAttrs, BatchNormGradAttrs } from '../kernels/reference/batch-norm.ts';
import { columnSumCalls } from './cpu-reduction.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { elementwiseTiles, MOST_CHANNELS, rowsOfSum, tileParams, tilesOf } from './cpu-tiles.ts';
import { poolParams } from './pool-params.ts';

type Scratch = (spec: TensorSpec) => Tensor;

const momentsKernel = defineCpuKernel({
  name: 'batchNormMoments',
  bindings: { x: 'read', mean: 'write', squares: 'write' },
  params: { ...tileParams, scale: 'f32' },
});

const mergeKernel = defineCpuKernel({
  name: 'batchNormMerge',
  bindings: { partMean: 'read', partSquares: 'read', mean: 'write', variance: 'write' },
  params: { rows: 'u32', chunk: 'u32', channels: 'u32', perTask: 'u32' },
});

const normalizeKernel = defineCpuKernel({
  name: 'batchNorm',
  bindings: { x: 'read', gamma: 'read', beta: 'read', mean: 'read', variance: 'read', y: 'write' },
  params: { ...tileParams, epsilon: 'f32', least: 'f32' },
});

const poolKernel = defineCpuKernel({
  name: 'batchNormMaxPool2d',
  bindings: { x: 'read', gamma: 'read', beta: 'read', mean: 'read', variance: 'read', y: 'write', argmax: 'write' },
  params: { ...poolParams, perTask: 'u32', epsilon: 'f32', least: 'f32' },
});

const gradSumsKernel = defineCpuKernel({
  name: 'batchNormGradSums',
  bindings: { dy: 'read', x: 'read', mean: 'read', variance: 'read', dbeta: 'write', dgamma: 'write' },
  params: { ...tileParams, epsilon: 'f32' },
});

const gradXKernel = defineCpuKernel({
  name: 'batchNormGradX',
  bindings: {
    ...{ dy: 'read', x: 'read', gamma: 'read', mean: 'read', variance: 'read' },
    ...{ dgamma: 'read', dbeta: 'read', dx: 'write' },
  },
  params: { ...tileParams, epsilon: 'f32', share: 'f32' },
});

/** Mean and variance of x for each channel: the moments of chunks, which are then merged. */
export function momentsCalls(x: Tensor, mean: Tensor, variance: Tensor, scratch: Scratch): readonly CpuCall[] {
  const channels = mean.size;
  const rows = x.size / channels;
  const chunk = rowsOfSum(rows, channels);
  const { params, chunks, tasks } = tilesOf(rows, channels, chunk);
  if (chunks === 1) return [momentsKernel.call({ x, mean, squares: variance }, { ...params, scale: 1 / rows }, tasks)];
  const partMean = scratch(spec([chunks, channels]));
  const partSquares = scratch(spec([chunks, channels]));
  const perTask = 4 * Math.ceil(ELEMENTS_PER_TASK / chunks / 4);
  return [
    momentsKernel.call({ x, mean: partMean, squares: partSquares }, { ...params, scale: 1 }, tasks),
    mergeKernel.call(
      { partMean, partSquares, mean, variance },
      { rows, chunk, channels, perTask },
      tasksFor(channels, perTask),
    ),
  ];
}

/** Normalizes with mean and variance that are at hand. */
export function normalizeCalls(
  tensors: Record<'x' | 'gamma' | 'beta' | 'mean' | 'variance' | 'y', Tensor>,
  { epsilon = 1e-3, activation }: BatchNormAttrs,
): readonly CpuCall[] {
  const { x, gamma } = tensors;
  const { params, tasks } = elementwiseTiles(x.size / gamma.size, gamma.size);
  return [normalizeKernel.call(tensors, { ...params, epsilon, least: leastOf(activation) }, tasks)];
}

/** Normalizes and pools, the normalized pixels being written nowhere; null where there are too many channels. */
export function normalizeAndPoolCalls(
  tensors: Record<'x' | 'gamma' | 'beta' | 'mean' | 'variance' | 'y' | 'argmax', Tensor>,
  { epsilon = 1e-3, activation, ...pool }: BatchNormAttrs & PoolAttrs,
): readonly CpuCall[] | null {
  const { x } = tensors;
  const geometry = pool2dGeometry(x.shape, pool);
  if (geometry.channels > MOST_CHANNELS) return null;
  const size = geometry.batch * geometry.outHeight;
  const perTask = Math.ceil(ELEMENTS_PER_TASK / (x.size / size));
  const params = { ...geometry, size, perTask, epsilon, least: leastOf(activation) };
  return [poolKernel.call(tensors, params, tasksFor(size, perTask))];
}

const leastOf = (activation: BatchNormAttrs['activation']): number =>
  activation === 'relu' ? 0 : Number.NEGATIVE_INFINITY;

/** All gradients: the sums of chunks, the sums of these, and then dx, which needs them. */
export function batchNormGradCalls(
  { dy, x, gamma, mean, variance }: Record<'dy' | 'x' | 'gamma' | 'mean' | 'variance', Tensor>,
  { dx, dgamma, dbeta }: Record<'dx' | 'dgamma' | 'dbeta', Tensor>,
  { epsilon = 1e-3, ofBatch }: BatchNormGradAttrs,
  scratch: Scratch,
): readonly CpuCall[] {
  const channels = gamma.size;
  const rows = x.size / channels;
  const sums = tilesOf(rows, channels, rowsOfSum(rows, channels));
  const isWhole = sums.chunks === 1;
  const partBeta = isWhole ? dbeta : scratch(spec([sums.chunks, channels]));
  const partGamma = isWhole ? dgamma : scratch(spec([sums.chunks, channels]));
  const { params, tasks } = elementwiseTiles(rows, channels);
  return [
    gradSumsKernel.call(
      { dy, x, mean, variance, dbeta: partBeta, dgamma: partGamma },
      { ...sums.params, epsilon },
      sums.tasks,
    ),
    ...(isWhole ? [] : [...columnSumCalls(partBeta, dbeta, scratch), ...columnSumCalls(partGamma, dgamma, scratch)]),
    gradXKernel.call(
      { dy, x, gamma, mean, variance, dgamma, dbeta, dx },
      { ...params, epsilon, share: ofBatch ? 1 / rows : 0 },
      tasks,
    ),
  ];
}
