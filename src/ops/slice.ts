import { defineOp } from '../engine/op.ts';
import { type Shape, showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';
import { mergePadding, type PadWidth } from '../kernels/padding.ts';
import { slice as reference } from '../kernels/reference/slice.ts';
import { stridesOf } from '../kernels/strided.ts';
import { checkDType } from './check-dtype.ts';
import { pad } from './pad.ts';
import { stridedCopy } from './strided-copy.ts';

export interface SliceAttrs {
  /** First index along each axis. */
  readonly begin: readonly number[];
  /** Elements taken along each axis: the shape of the result. */
  readonly size: Shape;
}

/** What lies before and after the slice: as many axes may be cut as the gradient can pad. */
const cutOff = ({ shape }: TensorSpec, { begin, size }: SliceAttrs): PadWidth[] =>
  shape.map((all, axis) => [begin[axis], all - begin[axis] - size[axis]]);

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

  reference: ({ x }, { y }, { begin }) => reference(x, y, begin),

  gpu: ({ x }, { y }, { begin }) => {
    const strides = stridesOf(x.shape);
    const offset = begin.reduce((sum, first, axis) => sum + first * strides[axis], 0);
    return [stridedCopy(x, y, offset, strides, 'slice')];
  },

  gradients: {
    x: ({ grads, inputs, attrs }) => pad(grads.y, cutOff(inputs.x, attrs)),
  },
});

/**
 * The block of shape `size` that starts at index `begin`; at most four axes may be cut at once. Throws `ShapeError` where
 * the block does not lie within x.
 */
export const slice = (x: Tensor, begin: readonly number[], size: Shape): Tensor => sliceOp({ x }, { begin, size }).y;
