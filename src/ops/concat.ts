import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { resolveAxis, showShape, sizeOf, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';
import { concat as reference } from '../kernels/reference/concat.ts';
import concatWgsl from '../kernels/wgsl/concat.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { defineLanesKernel } from './lanes.ts';
import { slice } from './slice-and-pad.ts';

export interface ConcatAttrs {
  /** The axis along which b follows a, counted from the front. */
  readonly axis: number;
}

const kernelFor = defineLanesKernel({
  name: 'concat',
  code: [flatIndex, concatWgsl],
  bindings: { a: 'read', b: 'read', y: 'write' },
  params: { aRow: 'u32', bRow: 'u32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'concat',
  bindings: { a: 'read', b: 'read', y: 'write' },
  params: { aRow: 'u32', bRow: 'u32', size: 'u32', perTask: 'u32' },
});

export const concatOp = defineOp({
  name: 'concat',

  outputs: ({ a, b }: { a: TensorSpec; b: TensorSpec }, { axis }: ConcatAttrs) => {
    checkDType(a, 'f32', 'concat: a');
    checkDType(b, 'f32', 'concat: b');
    resolveAxis(axis, a.shape.length, 'concat');
    if (a.shape.length !== b.shape.length || !a.shape.every((size, i) => i === axis || size === b.shape[i])) {
      throw new ShapeError(
        'concat',
        { a: a.shape, b: b.shape, axis },
        `cannot join ${showShape(a.shape)} and ${showShape(b.shape)} along axis ${axis}; all other sizes must be equal.`,
      );
    }
    return { y: spec(a.shape.map((size, i) => (i === axis ? size + b.shape[i] : size))) };
  },

  reference: ({ a, b }, { y }, { axis }) => reference(a, b, y, axis),

  gpu: ({ a, b }, { y }, { axis }) => {
    const [aRow, bRow] = [sizeOf(a.shape.slice(axis)), sizeOf(b.shape.slice(axis))];
    const { kernel, lanes } = kernelFor(aRow % 4 === 0 ? bRow : 1);
    const params = { aRow: aRow / lanes, bRow: bRow / lanes, size: y.size / lanes };
    return [kernel.dispatch({ a, b, y }, params, { threads: params.size })];
  },

  cpu: ({ a, b }, { y }, { axis }) => {
    const [aRow, bRow] = [sizeOf(a.shape.slice(axis)), sizeOf(b.shape.slice(axis))];
    const size = y.size / (aRow + bRow);
    const perTask = Math.ceil(ELEMENTS_PER_TASK / (aRow + bRow));
    return [cpuKernel.call({ a, b, y }, { aRow, bRow, size, perTask }, tasksFor(size, perTask))];
  },

  gradients: {
    a: ({ grads, inputs: { a } }) =>
      slice(
        grads.y,
        a.shape.map(() => 0),
        a.shape,
      ),
    b: ({ grads, inputs: { a, b }, attrs: { axis } }) =>
      slice(
        grads.y,
        a.shape.map((size, i) => (i === axis ? size : 0)),
        b.shape,
      ),
  },
});

/**
 * Joins tensors one after the other along an axis (default: the last; negative ones count from the end); all other
 * sizes must be equal. Throws `ShapeError`.
 */
export function concat(tensors: readonly Tensor[], axis = -1): Tensor {
  if (tensors.length === 0) throw new ShapeError('concat', { axis }, 'got no tensors; at least one is expected.');
  if (tensors.length === 1) return tensors[0];
  const middle = Math.ceil(tensors.length / 2);
  const resolved = resolveAxis(axis, tensors[0].shape.length, 'concat');
  return concatOp(
    { a: concat(tensors.slice(0, middle), axis), b: concat(tensors.slice(middle), axis) },
    { axis: resolved },
  ).y;
}
