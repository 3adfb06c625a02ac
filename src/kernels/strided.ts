import type { Shape } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';

/** Dimensions that the strided copy walks through. */
const MERGED_RANK = 6;

/** How one tensor is read in the order of another: sizes of the result and strides in the source, both of length 6. */
export interface StridedWalk {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

/** Strides of a dense, row-major tensor. */
export function stridesOf(shape: Shape): number[] {
  const strides = Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/**
 * Merges neighboring axes that lie in the source as one, so that most ranks fit the kernel's six dimensions. Throws
 * `ShapeError` where they do not.
 */
export function mergeStrided(sizes: Shape, strides: readonly number[], what: string): StridedWalk {
  const merged: { size: number; stride: number }[] = [];
  for (const [axis, size] of sizes.entries()) {
    if (size === 1) continue;
    const last = merged.at(-1);
    if (last !== undefined && last.stride === size * strides[axis]) {
      last.size *= size;
      last.stride = strides[axis];
    } else {
      merged.push({ size, stride: strides[axis] });
    }
  }
  if (merged.length > MERGED_RANK) {
    throw new ShapeError(
      what,
      { shape: sizes },
      `makes [${sizes.join(', ')}] from ${merged.length} separate axes; at most ${MERGED_RANK} are supported. Do it in two steps.`,
    );
  }
  while (merged.length < MERGED_RANK) merged.unshift({ size: 1, stride: 0 });
  return { sizes: merged.map(({ size }) => size), strides: merged.map(({ stride }) => stride) };
}
