import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import { type AxisRun, axisRuns, reducedShape, reductionGeometry } from '../kernels/reduction.ts';
import * as reference from '../kernels/reference/sum.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import sumWgsl from '../kernels/wgsl/sum.wgsl?raw';
import sumGradWgsl from '../kernels/wgsl/sum-grad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { sumCalls, sumGradCalls } from './cpu-reduction.ts';
import { defineLanesKernel } from './lanes.ts';
import { type ReductionPass, reductionPasses } from './reduction-passes.ts';

/** Which axes a reduction takes. */
export interface ReductionAttrs {
  /** One axis or several; negative ones count from the end. Default: all. */
  readonly axis?: number | readonly number[];
  /** Keep the reduced axes with size 1. Default false. */
  readonly keepDims?: boolean;
}

/** One run of neighboring axes, and what the sum is multiplied by. */
export interface SumAttrs extends AxisRun {
  readonly keepDims: boolean;
  readonly scale: number;
}

const sumKernel = defineLanesKernel({
  name: 'sum',
  code: [flatIndex, sumWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { length: 'u32', parts: 'u32', inner: 'u32', scale: 'f32', size: 'u32' },
});

/** Sums one pass of a reduction. */
export function sumPass(x: Tensor, y: Tensor, { length, parts, inner }: ReductionPass, scale = 1): Dispatch {
  // Neighboring parts of a sum along the last axis are like neighboring channels.
  const wide = inner === 1 && length % 4 === 0 && parts % 4 === 0 ? 4 : 1;
  const { kernel, lanes } = sumKernel(inner * wide);
  const size = y.size / lanes;
  const params = { length: length / wide, parts: parts / wide, inner: (inner * wide) / lanes, scale, size };
  return kernel.dispatch({ x, y }, params, { threads: size });
}

const backward = defineLanesKernel({
  name: 'sum-grad',
  code: [flatIndex, sumGradWgsl],
  bindings: { dy: 'read', dx: 'write' },
  params: { length: 'u32', inner: 'u32', scale: 'f32', size: 'u32' },
});

const sumGradOp = defineOp({
  name: 'sumGrad',
  outputs: (_inputs: { dy: TensorSpec }, { xShape }: SumAttrs & { xShape: Shape }) => ({ dx: spec(xShape) }),
  reference: ({ dy }, { dx }, attrs) => reference.sumGrad(dy, dx, attrs, attrs.scale),
  gpu: ({ dy }, { dx }, attrs) => {
    const { length, inner } = reductionGeometry(attrs.xShape, attrs);
    const { kernel, lanes } = backward(inner);
    const size = dx.size / lanes;
    const params = { length, inner: inner / lanes, scale: attrs.scale, size };
    return [kernel.dispatch({ dy, dx }, params, { threads: size })];
  },
  cpu: ({ dy }, { dx }, attrs) => sumGradCalls(dy, dx, reductionGeometry(attrs.xShape, attrs), attrs.scale),
});

export const sumOp = defineOp({
  name: 'sum',

  outputs: ({ x }: { x: TensorSpec }, attrs: SumAttrs) => {
    checkDType(x, 'f32', 'sum: x');
    return { y: spec(reducedShape(x.shape, attrs, attrs.keepDims)) };
  },

  reference: ({ x }, { y }, attrs) => reference.sum(x, y, attrs, attrs.scale),

  gpu: ({ x }, { y }, attrs, scratch) =>
    reductionPasses(x, y, reductionGeometry(x.shape, attrs), scratch, (from, to, pass) =>
      sumPass(from, to, pass, to === y ? attrs.scale : 1),
    ),

  cpu: ({ x }, { y }, attrs, scratch) => sumCalls(x, y, reductionGeometry(x.shape, attrs), attrs.scale, scratch),

  gradients: {
    x: ({ grads, inputs, attrs }) => sumGradOp({ dy: grads.y }, { ...attrs, xShape: inputs.x.shape }).dx,
  },
});

/** Sums runs of axes one after the other; the last sum is scaled. */
function scaledSum(x: Tensor, { axis, keepDims = false }: ReductionAttrs, scale: number, what: string): Tensor {
  const runs = axisRuns(x.shape.length, axis, what);
  if (runs.length === 0) return sumOp({ x }, { first: 0, last: -1, keepDims, scale }).y;
  return runs.reduce(
    (y, run, i) => sumOp({ x: y }, { ...run, keepDims, scale: i === runs.length - 1 ? scale : 1 }).y,
    x,
  );
}

/** Sum over the given axes (default: all, giving shape `[]`). Throws `ShapeError` for axes that x has not. */
export const sum = (x: Tensor, attrs: ReductionAttrs = {}): Tensor => scaledSum(x, attrs, 1, 'sum');

/** Arithmetic mean over the given axes (default: all, giving shape `[]`). Throws `ShapeError` for axes that x has not. */
export function mean(x: Tensor, attrs: ReductionAttrs = {}): Tensor {
  const runs = axisRuns(x.shape.length, attrs.axis, 'mean');
  const count = runs.reduce((product, run) => product * reductionGeometry(x.shape, run).length, 1);
  return scaledSum(x, attrs, 1 / count, 'mean');
}
