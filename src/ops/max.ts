import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type AxisRun, axisRuns, reducedShape, reductionGeometry } from '../kernels/reduction.ts';
import * as reference from '../kernels/reference/max.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import notANumber from '../kernels/wgsl/lib/not-a-number.wgsl?raw';
import maxWgsl from '../kernels/wgsl/max.wgsl?raw';
import maxGradWgsl from '../kernels/wgsl/max-grad.wgsl?raw';
import maxTiesWgsl from '../kernels/wgsl/max-ties.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { maxCalls } from './cpu-reduction.ts';
import { reductionPasses } from './reduction-passes.ts';
import { reshape } from './reshape.ts';
import { type ReductionAttrs, sumPass } from './sum.ts';
import { transpose } from './transpose.ts';

/** One run of neighboring axes, and whether they stay with size 1. */
export interface MaxAttrs extends AxisRun {
  readonly keepDims: boolean;
}

const forward = defineKernel({
  name: 'max',
  code: [flatIndex, notANumber, maxWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { length: 'u32', parts: 'u32', inner: 'u32', size: 'u32' },
});

const countTies = defineKernel({
  name: 'max-ties',
  code: [flatIndex, maxTiesWgsl],
  bindings: { x: 'read', y: 'read', ties: 'write' },
  params: { length: 'u32', parts: 'u32', inner: 'u32', size: 'u32' },
});

const backward = defineKernel({
  name: 'max-grad',
  code: [flatIndex, maxGradWgsl],
  bindings: { dy: 'read', x: 'read', y: 'read', ties: 'read', dx: 'write' },
  params: { length: 'u32', inner: 'u32', size: 'u32' },
});

const maxGradOp = defineOp({
  name: 'maxGrad',
  outputs: ({ x }: { dy: TensorSpec; x: TensorSpec; y: TensorSpec }, _attrs: MaxAttrs) => ({ dx: spec(x.shape) }),
  reference: ({ dy, x, y }, { dx }, attrs) => reference.maxGrad(dy, x, y, dx, attrs),
  gpu: ({ dy, x, y }, { dx }, attrs, scratch) => {
    const geometry = reductionGeometry(x.shape, attrs);
    const { length, inner } = geometry;
    const ties = scratch(spec(y.shape));
    const counting = reductionPasses(x, ties, geometry, scratch, (from, to, pass) =>
      from === x ? countTies.dispatch({ x, y, ties: to }, { ...pass }, { threads: to.size }) : sumPass(from, to, pass),
    );
    return [
      ...counting,
      backward.dispatch({ dy, x, y, ties, dx }, { length, inner, size: dx.size }, { threads: dx.size }),
    ];
  },
});

export const maxOp = defineOp({
  name: 'max',

  outputs: ({ x }: { x: TensorSpec }, attrs: MaxAttrs) => {
    checkDType(x, 'f32', 'max: x');
    return { y: spec(reducedShape(x.shape, attrs, attrs.keepDims)) };
  },

  reference: ({ x }, { y }, attrs) => reference.max(x, y, attrs),

  gpu: ({ x }, { y }, attrs, scratch) =>
    reductionPasses(x, y, reductionGeometry(x.shape, attrs), scratch, (from, to, pass) =>
      forward.dispatch({ x: from, y: to }, { ...pass }, { threads: to.size }),
    ),

  cpu: ({ x }, { y }, attrs, scratch) => maxCalls(x, y, reductionGeometry(x.shape, attrs), scratch),

  gradients: {
    x: ({ grads, inputs, outputs, attrs }) => maxGradOp({ dy: grads.y, x: inputs.x, y: outputs.y }, attrs).dx,
  },
});

/**
 * Largest element over the given axes (default: all, giving shape `[]`); NaN where one of them is NaN. The gradient is
 * split equally among elements that tie, as in TensorFlow. Throws `ShapeError` for axes that x has not.
 */
export function max(x: Tensor, { axis, keepDims = false }: ReductionAttrs = {}): Tensor {
  const rank = x.shape.length;
  const runs = axisRuns(rank, axis, 'max');
  if (runs.length === 0) return maxOp({ x }, { first: 0, last: -1, keepDims }).y;
  if (runs.length === 1) return maxOp({ x }, { ...runs[0], keepDims }).y;
  // Run by run, elements that tie would get unequal shares; so the axes are brought together at the end.
  const isReduced = (each: number) => runs.some(({ first, last }) => each >= first && each <= last);
  const axes = x.shape.map((_, each) => each);
  const kept = axes.filter((each) => !isReduced(each));
  const together = transpose(x, [...kept, ...axes.filter(isReduced)]);
  const { y } = maxOp({ x: together }, { first: kept.length, last: rank - 1, keepDims: false });
  return keepDims
    ? reshape(
        y,
        x.shape.map((size, each) => (isReduced(each) ? 1 : size)),
      )
    : y;
}
