import { ShapeError } from '../errors.ts';

/** Sizes of a dense, row-major tensor, outermost first. Images are `[batch, height, width, channels]` (NHWC). */
export type Shape = readonly number[];

/** Element types. `u32` is for labels, indices and random-number seeds; all arithmetic is `f32`. */
export type DType = 'f32' | 'u32';

/** Arrays that hold tensor elements on the host. `Float64Array` appears only on the f64 reference device. */
export type HostArray = Float32Array | Float64Array | Uint32Array;

/** What a tensor looks like, without its contents. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A tensor's contents on the host: what the reference loops read and write. */
export interface HostTensor {
  readonly shape: Shape;
  readonly data: HostArray;
}

/** Number of elements of a shape; 1 for a scalar (`[]`). */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Builds a tensor spec; the element type defaults to `f32`. */
export const spec = (shape: Shape, dtype: DType = 'f32'): TensorSpec => ({ shape, dtype });

/** True when both shapes have the same rank and sizes. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, i) => size === b[i]);

/** A shape as text for messages: `[2, 3, 3, 1]`. */
export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`;

/** Refuses shapes with a size that is not a positive integer. */
export function checkShape(shape: Shape, what: string): void {
  if (!shape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new ShapeError(what, { shape }, `has shape ${showShape(shape)}; every size must be a positive integer.`);
  }
}

const rankError = (shape: Shape, rank: number, what: string) =>
  new ShapeError(what, { shape }, `has shape ${showShape(shape)} of rank ${shape.length}; rank ${rank} is expected.`);

/** Takes a rank-2 shape apart, or throws `ShapeError`. */
export function rank2(shape: Shape, what: string): readonly [number, number] {
  if (shape.length !== 2) throw rankError(shape, 2, what);
  return shape as readonly number[] as readonly [number, number];
}

/** Takes a rank-4 shape apart, or throws `ShapeError`. */
export function rank4(shape: Shape, what: string): readonly [number, number, number, number] {
  if (shape.length !== 4) throw rankError(shape, 4, what);
  return shape as readonly number[] as readonly [number, number, number, number];
}

/** Resolves an axis that may count from the end (`-1` is the last), or throws `ShapeError`. */
export function resolveAxis(axis: number, rank: number, what: string): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= rank) {
    throw new ShapeError(
      what,
      { axis, rank },
      `axis ${axis} is outside a tensor of rank ${rank}; use ${-rank} to ${rank - 1}.`,
    );
  }
  return resolved;
}
