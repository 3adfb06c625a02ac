import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { resolveAxis, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { reducedShape, reductionGeometry } from '../kernels/reduction.ts';
import { argmax as reference } from '../kernels/reference/argmax.ts';
import argmaxWgsl from '../kernels/wgsl/argmax.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';

export interface ArgmaxAttrs {
  /** The axis to search along; negative ones count from the end. */
  readonly axis: number;
}

const kernel = defineKernel({
  name: 'argmax',
  code: [flatIndex, argmaxWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { length: 'u32', inner: 'u32', size: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'argmax',
  bindings: { x: 'read', y: 'write' },
  params: { length: 'u32', inner: 'u32', size: 'u32', perTask: 'u32' },
});

const runOf = ({ shape }: { readonly shape: readonly number[] }, { axis }: ArgmaxAttrs) => {
  const resolved = resolveAxis(axis, shape.length, 'argmax');
  return { first: resolved, last: resolved };
};

export const argmaxOp = defineOp({
  name: 'argmax',

  outputs: ({ x }: { x: TensorSpec }, attrs: ArgmaxAttrs) => {
    checkDType(x, 'f32', 'argmax: x');
    return { y: spec(reducedShape(x.shape, runOf(x, attrs), false), 'u32') };
  },

  reference: ({ x }, { y }, attrs) => reference(x, y, runOf(x, attrs)),

  gpu: ({ x }, { y }, attrs) => {
    const { length, inner } = reductionGeometry(x.shape, runOf(x, attrs));
    return [kernel.dispatch({ x, y }, { length, inner, size: y.size }, { threads: y.size })];
  },

  cpu: ({ x }, { y }, attrs) => {
    const { length, inner } = reductionGeometry(x.shape, runOf(x, attrs));
    const perTask = Math.ceil(ELEMENTS_PER_TASK / length);
    return [cpuKernel.call({ x, y }, { length, inner, size: y.size, perTask }, tasksFor(y.size, perTask))];
  },
});

/**
 * Index of the largest element along an axis (default: the last), as `u32`, without that axis; of equal elements the
 * first wins. It has no gradient. Throws `ShapeError` for an axis that x has not.
 */
export const argmax = (x: Tensor, { axis = -1 }: Partial<ArgmaxAttrs> = {}): Tensor => argmaxOp({ x }, { axis }).y;
