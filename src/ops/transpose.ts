import { defineOp } from '../engine/op.ts';
import { showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';
import { transpose as reference } from '../kernels/reference/transpose.ts';
import { mergeStrided, stridesOf } from '../kernels/strided.ts';
import { checkDType } from './check-dtype.ts';
import { stridedCopy, stridedCopyCall } from './strided-copy.ts';

export interface TransposeAttrs {
  /** Axis k of the result is axis `perm[k]` of x. */
  readonly perm: readonly number[];
}

/** Strides of x in the order of the result's axes. */
const permutedStrides = ({ shape }: TensorSpec, perm: readonly number[]): number[] => {
  const strides = stridesOf(shape);
  return perm.map((axis) => strides[axis]);
};

export const transposeOp = defineOp({
  name: 'transpose',

  outputs: ({ x }: { x: TensorSpec }, { perm }: TransposeAttrs) => {
    checkDType(x, 'f32', 'transpose: x');
    if (perm.length !== x.shape.length || !x.shape.every((_, axis) => perm.includes(axis))) {
      throw new ShapeError(
        'transpose',
        { shape: x.shape, perm },
        `perm ${showShape(perm)} does not fit ${showShape(x.shape)}; name each of its axes, 0 to ${x.shape.length - 1}, once.`,
      );
    }
    const shape = perm.map((axis) => x.shape[axis]);
    mergeStrided(shape, permutedStrides(x, perm), 'transpose');
    return { y: spec(shape) };
  },

  reference: ({ x }, { y }, { perm }) => reference(x, y, perm),

  gpu: ({ x }, { y }, { perm }) => [stridedCopy(x, y, 0, permutedStrides(x, perm), 'transpose')],

  cpu: ({ x }, { y }, { perm }) => [stridedCopyCall(x, y, 0, permutedStrides(x, perm), 'transpose')],

  gradients: {
    x: ({ grads, attrs: { perm } }) =>
      transpose(
        grads.y,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
  },
});

/**
 * Reorders the axes: axis k of the result is axis `perm[k]` of x (default: all in reverse). Axes that stay neighbors
 * count as one, and at most six may be left. Throws `ShapeError`.
 */
export const transpose = (x: Tensor, perm: readonly number[] = x.shape.map((_, axis) => axis).reverse()): Tensor =>
  transposeOp({ x }, { perm }).y;
