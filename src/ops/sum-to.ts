import type { Shape } from '../engine/shape.ts';
import { sameShape } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { reshape } from './reshape.ts';
import { sum } from './sum.ts';

/**
 * Undoes broadcasting in a gradient: sums `dy` over the axes along which a tensor of this shape was repeated, and gives
 * the result that shape.
 */
export function sumTo(dy: Tensor, shape: Shape): Tensor {
  if (sameShape(dy.shape, shape)) return dy;
  const added = dy.shape.length - shape.length;
  const repeated = dy.shape.flatMap((size, axis) =>
    size !== 1 && (axis < added || shape[axis - added] === 1) ? [axis] : [],
  );
  return reshape(repeated.length === 0 ? dy : sum(dy, { axis: repeated }), shape);
}
