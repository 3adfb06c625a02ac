import type { Tensor } from '../engine/tensor.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import { mergeStrided } from '../kernels/strided.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import stridedCopyWgsl from '../kernels/wgsl/strided-copy.wgsl?raw';

const kernel = defineKernel({
  name: 'strided-copy',
  code: [flatIndex, stridedCopyWgsl],
  bindings: { x: 'read', y: 'write' },
  params: {
    size: 'u32',
    size1: 'u32',
    size2: 'u32',
    size3: 'u32',
    size4: 'u32',
    size5: 'u32',
    offset: 'u32',
    stride0: 'u32',
    stride1: 'u32',
    stride2: 'u32',
    stride3: 'u32',
    stride4: 'u32',
    stride5: 'u32',
  },
});

/** Reads x from `offset` with one stride per axis of y. */
export function stridedCopy(x: Tensor, y: Tensor, offset: number, strides: readonly number[], what: string): Dispatch {
  const walk = mergeStrided(y.shape, strides, what);
  const [, size1, size2, size3, size4, size5] = walk.sizes;
  const [stride0, stride1, stride2, stride3, stride4, stride5] = walk.strides;
  return kernel.dispatch(
    { x, y },
    {
      size: y.size,
      size1,
      size2,
      size3,
      size4,
      size5,
      offset,
      stride0,
      stride1,
      stride2,
      stride3,
      stride4,
      stride5,
    },
    { threads: y.size },
  );
}
