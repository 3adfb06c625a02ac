import { rank2, type Shape, showShape, type TensorSpec } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';
import type { MatmulAttrs } from '../kernels/reference/matmul.ts';
import { checkDType } from './check-dtype.ts';

/** The shape of a product of matrices. Throws `ShapeError` when the inner sizes differ, and `DTypeError`. */
export function matmulShape(
  a: TensorSpec,
  b: TensorSpec,
  { transposeA, transposeB }: MatmulAttrs,
  what: string,
): Shape {
  checkDType(a, 'f32', `${what}: a`);
  checkDType(b, 'f32', `${what}: b`);
  const [aRows, aColumns] = rank2(a.shape, `${what}: a`);
  const [bRows, bColumns] = rank2(b.shape, `${what}: b`);
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [bInner, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (inner !== bInner) {
    throw new ShapeError(
      what,
      { a: a.shape, b: b.shape },
      `a ${showShape(a.shape)} has ${inner} columns but b ${showShape(b.shape)} has ${bInner} rows; they must be equal.`,
    );
  }
  return [rows, columns];
}
