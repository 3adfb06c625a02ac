import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';
import { mergePadding, type PadWidth } from '../kernels/padding.ts';
import { pad as padReference } from '../kernels/reference/pad.ts';
import { slice as sliceReference } from '../kernels/reference/slice.ts';
import { stridesOf } from '../kernels/strided.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import padWgsl from '../kernels/wgsl/pad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { defineLanesKernel } from './lanes.ts';
import { stridedCopy, stridedCopyCall } from './strided-copy.ts';

// Both in one file, since each is the gradient of the other.

export interface SliceAttrs {
  /** First index along each axis. */
  readonly begin: readonly number[];
  /** Elements taken along each axis: the shape of the result. */
  readonly size: Shape;
}

/** What lies before and after the slice: as many axes may be cut as the gradient can pad. */
const cutOff = ({ shape }: TensorSpec, { begin, size }: SliceAttrs): PadWidth[] =>
  shape.map((all, axis) => [begin[axis], all - begin[axis] - size[axis]]);

/** Flat index in x where a slice begins. */
function firstElement({ shape }: TensorSpec, begin: readonly number[]): number {
  const strides = stridesOf(shape);
  return begin.reduce((sum, first, axis) => sum + first * strides[axis], 0);
}

export const sliceOp = defineOp({
  name: 'slice',

  outputs: ({ x }: { x: TensorSpec }, { begin, size }: SliceAttrs) => {
    checkDType(x, 'f32', 'slice: x');
    const rank = x.shape.length;
    const fits = x.shape.every(
      (all, axis) => Number.isInteger(begin[axis]) && begin[axis] >= 0 && begin[axis] + size[axis] <= all,
    );
    if (begin.length !== rank || size.length !== rank || !fits) {
      throw new ShapeError(
        'slice',
        { shape: x.shape, begin, size },
        `cannot take ${showShape(size)} from ${showShape(begin)} on out of ${showShape(x.shape)}; begin + size must lie within the shape along every axis.`,
      );
    }
    mergePadding(size, cutOff(x, { begin, size }), 'slice');
    return { y: spec(size) };
  },

  reference: ({ x }, { y }, { begin }) => sliceReference(x, y, begin),

  gpu: ({ x }, { y }, { begin }) => [stridedCopy(x, y, firstElement(x, begin), stridesOf(x.shape), 'slice')],

  cpu: ({ x }, { y }, { begin }) => [stridedCopyCall(x, y, firstElement(x, begin), stridesOf(x.shape), 'slice')],

  gradients: {
    x: ({ grads, inputs, attrs }) => pad(grads.y, cutOff(inputs.x, attrs)),
  },
});

/**
 * The block of shape `size` that starts at index `begin`; at most four axes may be cut at once. Throws `ShapeError` where
 * the block does not lie within x.
 */
export const slice = (x: Tensor, begin: readonly number[], size: Shape): Tensor => sliceOp({ x }, { begin, size }).y;

export interface PadAttrs {
  /** `[before, after]` for every axis. */
  readonly padWidth: readonly PadWidth[];
  /** What the added elements are. */
  readonly value: number;
}

const paddingParams = {
  value: 'f32',
  outSize1: 'u32',
  outSize2: 'u32',
  outSize3: 'u32',
  inSize0: 'u32',
  inSize1: 'u32',
  inSize2: 'u32',
  inSize3: 'u32',
  before0: 'u32',
  before1: 'u32',
  before2: 'u32',
  before3: 'u32',
} as const;

const kernelFor = defineLanesKernel({
  name: 'pad',
  code: [flatIndex, padWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { size: 'u32', ...paddingParams },
});

const cpuKernel = defineCpuKernel({
  name: 'pad',
  bindings: { x: 'read', y: 'write' },
  params: { size: 'u32', perTask: 'u32', ...paddingParams },
});

/** The numbers of `paddingParams`. */
function paddingOf({ shape }: TensorSpec, { padWidth, value }: PadAttrs) {
  const dimensions = mergePadding(shape, padWidth, 'pad');
  const [, outSize1, outSize2, outSize3] = dimensions.map(({ outSize }) => outSize);
  const [inSize0, inSize1, inSize2, inSize3] = dimensions.map(({ inSize }) => inSize);
  const [before0, before1, before2, before3] = dimensions.map(({ before }) => before);
  return {
    ...{ value, outSize1, outSize2, outSize3, inSize0, inSize1, inSize2, inSize3 },
    ...{ before0, before1, before2, before3 },
  };
}

export const padOp = defineOp({
  name: 'pad',

  outputs: ({ x }: { x: TensorSpec }, { padWidth }: PadAttrs) => {
    checkDType(x, 'f32', 'pad: x');
    if (
      padWidth.length !== x.shape.length ||
      !padWidth.flat().every((width) => Number.isInteger(width) && width >= 0)
    ) {
      throw new ShapeError(
        'pad',
        { shape: x.shape, padWidth },
        `padWidth ${JSON.stringify(padWidth)} does not fit ${showShape(x.shape)}; give [before, after], integers from 0 on, for each of its ${x.shape.length} axes.`,
      );
    }
    mergePadding(x.shape, padWidth, 'pad');
    return { y: spec(x.shape.map((size, axis) => padWidth[axis][0] + size + padWidth[axis][1])) };
  },

  reference: ({ x }, { y }, { padWidth, value }) =>
    padReference(
      x,
      y,
      padWidth.map(([before]) => before),
      value,
    ),

  gpu: ({ x }, { y }, attrs) => {
    const padding = paddingOf(x, attrs);
    const { outSize3, inSize3, before3 } = padding;
    const { kernel, lanes } = kernelFor(outSize3 % 4 === 0 && inSize3 % 4 === 0 ? before3 : 1);
    const size = y.size / lanes;
    const inLanes = { outSize3: outSize3 / lanes, inSize3: inSize3 / lanes, before3: before3 / lanes };
    return [kernel.dispatch({ x, y }, { size, ...padding, ...inLanes }, { threads: size })];
  },

  cpu: ({ x }, { y }, attrs) => {
    const padding = paddingOf(x, attrs);
    const size = y.size / padding.outSize3;
    const perTask = Math.ceil(ELEMENTS_PER_TASK / padding.outSize3);
    return [cpuKernel.call({ x, y }, { size, perTask, ...padding }, tasksFor(size, perTask))];
  },

  gradients: {
    x: ({ grads, inputs, attrs: { padWidth } }) =>
      slice(
        grads.y,
        padWidth.map(([before]) => before),
        inputs.x.shape,
      ),
  },
});

/**
 * Surrounds x with `value` (default 0): `padWidth` is `[before, after]` for every axis. At most four axes may have
 * padding at once. Throws `ShapeError`.
 */
export const pad = (x: Tensor, padWidth: readonly PadWidth[], value = 0): Tensor => padOp({ x }, { padWidth, value }).y;
