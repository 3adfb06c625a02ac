import { sameShape, showShape, type TensorSpec } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';
import { checkDType } from './check-dtype.ts';

/** Refuses tensors that are not all `f32` and of the first one's shape. */
export function checkEqualShapes(op: string, tensors: Readonly<Record<string, TensorSpec>>): void {
  const [[first, { shape }]] = Object.entries(tensors);
  for (const [name, tensor] of Object.entries(tensors)) {
    checkDType(tensor, 'f32', `${op}: ${name}`);
    if (!sameShape(tensor.shape, shape)) {
      throw new ShapeError(
        op,
        { [first]: shape, [name]: tensor.shape },
        `${name} has shape ${showShape(tensor.shape)} but ${first} has ${showShape(shape)}; they must be equal.`,
      );
    }
  }
}
