import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { sameShape, showShape, sizeOf, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import { accumulate as reference } from '../kernels/reference/accumulate.ts';
import accumulateWgsl from '../kernels/wgsl/accumulate.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { sum } from './sum.ts';

const kernel = defineKernel({
  name: 'accumulate',
  code: [flatIndex, accumulateWgsl],
  bindings: { sum: 'read', totals: 'update' },
  params: { count: 'f32' },
});

const cpuKernel = defineCpuKernel({
  name: 'accumulate',
  bindings: { sum: 'read', totals: 'update' },
  params: { count: 'f32' },
});

export const accumulateOp = defineOp({
  name: 'accumulate',

  outputs: ({ totals, sum }: { totals: TensorSpec; sum: TensorSpec }, _attrs: { readonly count: number }) => {
    checkDType(totals, 'f32', 'accumulate: totals');
    checkDType(sum, 'f32', 'accumulate: sum');
    if (!sameShape(totals.shape, [2]) || sizeOf(sum.shape) !== 1) {
      throw new ShapeError(
        'accumulate',
        { totals: totals.shape, sum: sum.shape },
        `totals has shape ${showShape(totals.shape)} and sum ${showShape(sum.shape)}; [2] and [] are expected.`,
      );
    }
    return {};
  },

  reference: ({ totals, sum }, _outputs, { count }) => reference(totals, sum, count),

  gpu: ({ totals, sum }, _outputs, { count }) => [kernel.dispatch({ sum, totals }, { count }, { threads: 1 })],

  cpu: ({ totals, sum }, _outputs, { count }) => [cpuKernel.call({ sum, totals }, { count }, 1)],

  updates: ['totals'],
});

/**
 * Adds values to running totals in place, so that means over many batches stay on the device:
 * totals[0] += Σ values, totals[1] += number of values. `totals` is `f32` (2), `values` is `f32` of any shape. The count
 * is exact up to 2^24 values. Not differentiable. Throws `ShapeError` and `DTypeError`.
 */
export function accumulate({ totals, values }: { readonly totals: Tensor; readonly values: Tensor }): void {
  accumulateOp({ totals, sum: sum(values) }, { count: values.size });
}
