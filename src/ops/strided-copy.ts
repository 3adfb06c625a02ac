import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import { mergeStrided } from '../kernels/strided.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import stridedCopyWgsl from '../kernels/wgsl/strided-copy.wgsl?raw';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { defineLanesKernel } from './lanes.ts';

/** The walk: sizes of the result but the first, where to begin, and strides in the source. */
const walkParams = {
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
} as const;

const bindings = { x: 'read', y: 'write' } as const;

const kernelFor = defineLanesKernel({
  name: 'strided-copy',
  code: [flatIndex, stridedCopyWgsl],
  bindings,
  params: { size: 'u32', ...walkParams },
});

const cpuKernel = defineCpuKernel({
  name: 'stridedCopy',
  bindings,
  params: { size: 'u32', perTask: 'u32', ...walkParams },
});

function walkOf(y: Tensor, offset: number, strides: readonly number[], what: string) {
  const walk = mergeStrided(y.shape, strides, what);
  const [, size1, size2, size3, size4, size5] = walk.sizes;
  const [stride0, stride1, stride2, stride3, stride4, stride5] = walk.strides;
  return { size1, size2, size3, size4, size5, offset, stride0, stride1, stride2, stride3, stride4, stride5 };
}

/** Reads x from `offset` with one stride per axis of y. */
export function stridedCopy(x: Tensor, y: Tensor, offset: number, strides: readonly number[], what: string): Dispatch {
  const walk = walkOf(y, offset, strides, what);
  const { size5, stride0, stride1, stride2, stride3, stride4, stride5 } = walk;
  const steps = { size5, offset, stride0, stride1, stride2, stride3, stride4 };
  const isByFours = stride5 === 1 && Object.values(steps).every((step) => step % 4 === 0);
  const { kernel, lanes } = kernelFor(isByFours ? 4 : 1);
  const inLanes = Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, step / lanes]));
  return kernel.dispatch({ x, y }, { ...walk, ...inLanes, size: y.size / lanes }, { threads: y.size / lanes });
}

/** The same on the CPU device. */
export const stridedCopyCall = (
  x: Tensor,
  y: Tensor,
  offset: number,
  strides: readonly number[],
  what: string,
): CpuCall =>
  cpuKernel.call(
    { x, y },
    { size: y.size, perTask: ELEMENTS_PER_TASK, ...walkOf(y, offset, strides, what) },
    tasksFor(y.size),
  );
