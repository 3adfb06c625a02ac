import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import mergeWgsl from '../kernels/wgsl/batch-norm-merge.wgsl?raw';
import momentsWgsl from '../kernels/wgsl/batch-norm-moments.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
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

/** Mean and biased variance of each channel. x is read once: moments of chunks of rows are merged in levels. */
export function moments(x: Tensor, mean: Tensor, variance: Tensor, scratch: (spec: TensorSpec) => Tensor) {
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
