import { defineOp } from '../engine/op.ts';
import { type Shape, showShape, sizeOf, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';

export interface ReshapeAttrs {
  /** The new shape; one size may be -1 and is worked out from the others. */
  readonly shape: Shape;
}

export const reshapeOp = defineOp({
  name: 'reshape',
  alias: 'x',
  outputs: ({ x }: { x: TensorSpec }, { shape }: ReshapeAttrs) => {
    const to = resolveSize(x, shape);
    if (sizeOf(to) !== sizeOf(x.shape)) {
      throw new ShapeError(
        'reshape',
        { from: x.shape, to },
        `cannot turn ${showShape(x.shape)} (${sizeOf(x.shape)} elements) into ${showShape(to)} (${sizeOf(to)} elements).`,
      );
    }
    return { y: spec(to, x.dtype) };
  },
  reference: ({ x }, { y }) => y.data.set(x.data),
  gpu: () => [],
  gradients: {
    x: ({ grads, inputs }) => reshape(grads.y, inputs.x.shape),
  },
});

/** Replaces a size of -1 by what the other sizes leave. */
function resolveSize(x: TensorSpec, shape: Shape): Shape {
  const open = shape.indexOf(-1);
  if (open < 0) return shape;
  const rest = sizeOf(shape.filter((_, axis) => axis !== open));
  const size = sizeOf(x.shape) / rest;
  if (shape.lastIndexOf(-1) !== open || !Number.isInteger(size)) {
    throw new ShapeError(
      'reshape',
      { from: x.shape, to: shape },
      `cannot turn ${showShape(x.shape)} into ${showShape(shape)}; one size may be -1, and the others must divide ${sizeOf(x.shape)} elements.`,
    );
  }
  return shape.map((given) => (given === -1 ? size : given));
}

/**
 * The same elements in the same order under another shape; one size may be -1. Shares x's memory. Throws `ShapeError`
 * when the number of elements differs.
 */
export const reshape = (x: Tensor, shape: Shape): Tensor => reshapeOp({ x }, { shape }).y;
