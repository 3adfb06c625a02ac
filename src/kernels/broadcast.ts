import type { Shape } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';

/** Dimensions that the broadcasting kernels walk through. */
const MERGED_RANK = 4;

/** How two broadcast tensors are walked in step: output sizes and each side's strides, all of length 4. */
export interface BroadcastWalk {
  readonly sizes: readonly number[];
  /** 0 along dimensions in which this side is repeated. */
  readonly aStrides: readonly number[];
  readonly bStrides: readonly number[];
}

const show = (shape: Shape): string => `[${shape.join(', ')}]`;
const padFront = (list: readonly number[], length: number, value: number): number[] => [
  ...Array<number>(length - list.length).fill(value),
  ...list,
];

/**
 * The shape that two shapes broadcast to by numpy's rule (https://numpy.org/doc/stable/user/basics.broadcasting.html):
 * aligned at the last axis, sizes must be equal or one of them 1. Throws `ShapeError`.
 */
export function broadcastShape(a: Shape, b: Shape, what: string): Shape {
  const rank = Math.max(a.length, b.length);
  const left = padFront(a, rank, 1);
  const right = padFront(b, rank, 1);
  return left.map((size, axis) => {
    const other = right[axis];
    if (size !== other && size !== 1 && other !== 1) {
      throw new ShapeError(
        what,
        { a, b },
        `cannot broadcast ${show(a)} with ${show(b)}; aligned at the last axis, sizes must be equal or 1.`,
      );
    }
    return Math.max(size, other);
  });
}

/** Strides of a dense tensor within the shape that it is broadcast to: 0 along repeated axes. */
export function broadcastStrides(shape: Shape, to: Shape): number[] {
  const sizes = padFront(shape, to.length, 1);
  const strides = Array<number>(to.length).fill(0);
  let step = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    if (sizes[axis] !== 1) strides[axis] = step;
    step *= sizes[axis];
  }
  return strides;
}

/**
 * Merges neighboring axes in which each side is either repeated or not, so that any rank fits the kernels' four
 * dimensions. Throws `ShapeError` where the repetition alternates more often than that.
 */
export function mergeBroadcast(a: Shape, b: Shape, to: Shape, what: string): BroadcastWalk {
  const aStrides = broadcastStrides(a, to);
  const bStrides = broadcastStrides(b, to);
  const merged: { size: number; aStride: number; bStride: number }[] = [];
  for (const [axis, size] of to.entries()) {
    if (size === 1) continue;
    const [aStride, bStride] = [aStrides[axis], bStrides[axis]];
    const last = merged.at(-1);
    if (last !== undefined && (last.aStride === 0) === (aStride === 0) && (last.bStride === 0) === (bStride === 0)) {
      last.size *= size;
      last.aStride = aStride;
      last.bStride = bStride;
    } else {
      merged.push({ size, aStride, bStride });
    }
  }
  if (merged.length > MERGED_RANK) {
    throw new ShapeError(
      what,
      { a, b },
      `broadcasting ${show(a)} with ${show(b)} alternates between repeated and stored axes ${merged.length} times; at most ${MERGED_RANK} are supported. Reshape or transpose first.`,
    );
  }
  return {
    sizes: padFront(
      merged.map(({ size }) => size),
      MERGED_RANK,
      1,
    ),
    aStrides: padFront(
      merged.map(({ aStride }) => aStride),
      MERGED_RANK,
      0,
    ),
    bStrides: padFront(
      merged.map(({ bStride }) => bStride),
      MERGED_RANK,
      0,
    ),
  };
}
