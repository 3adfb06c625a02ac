import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import type { Tensor } from '../engine/tensor.ts';
import { mergeBroadcast } from '../kernels/broadcast.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';

/** Describes the kernel of an elementwise function of two tensors that broadcast; gives its calls. */
/* @__NO_SIDE_EFFECTS__ */
export function defineCpuBinary(name: string): (a: Tensor, b: Tensor, y: Tensor) => readonly CpuCall[] {
  const kernel = defineCpuKernel({
    name,
    bindings: { a: 'read', b: 'read', y: 'write' },
    params: {
      size: 'u32',
      perTask: 'u32',
      size1: 'u32',
      size2: 'u32',
      size3: 'u32',
      aStride0: 'u32',
      aStride1: 'u32',
      aStride2: 'u32',
      aStride3: 'u32',
      bStride0: 'u32',
      bStride1: 'u32',
      bStride2: 'u32',
      bStride3: 'u32',
    },
  });
  return (a, b, y) => {
    const walk = mergeBroadcast(a.shape, b.shape, y.shape, name);
    const [, size1, size2, size3] = walk.sizes;
    const [aStride0, aStride1, aStride2, aStride3] = walk.aStrides;
    const [bStride0, bStride1, bStride2, bStride3] = walk.bStrides;
    const params = {
      ...{ size: y.size, perTask: ELEMENTS_PER_TASK, size1, size2, size3 },
      ...{ aStride0, aStride1, aStride2, aStride3, bStride0, bStride1, bStride2, bStride3 },
    };
    return [kernel.call({ a, b, y }, params, tasksFor(y.size))];
  };
}

/** y = a + b. */
export const addCalls = defineCpuBinary('add');
