import type { Shape } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';

/** Neighboring axes `first` to `last`, both included, that are reduced together. */
export interface AxisRun {
  readonly first: number;
  readonly last: number;
}

/** A tensor seen as (outer, length, inner), whose middle dimension is reduced. */
export interface ReductionGeometry {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/**
 * Groups axes (no `axis`: all; negative ones count from the end) into runs of neighbors, innermost run first, so that
 * removing a run's axes leaves those of the next where they are. Throws `ShapeError`.
 */
export function axisRuns(rank: number, axis: number | readonly number[] | undefined, what: string): readonly AxisRun[] {
  const given = axis === undefined ? Array.from({ length: rank }, (_, i) => i) : [axis].flat();
  const axes = given.map((each) => (each < 0 ? each + rank : each)).sort((a, b) => b - a);
  if (!axes.every((each, i) => Number.isInteger(each) && each >= 0 && each < rank && each !== axes[i + 1])) {
    throw new ShapeError(
      what,
      { axis, rank },
      `cannot reduce axes [${given.join(', ')}] of a tensor of rank ${rank}; use distinct axes from ${-rank} to ${rank - 1}.`,
    );
  }
  const runs: { first: number; last: number }[] = [];
  for (const each of axes) {
    const run = runs.at(-1);
    if (run !== undefined && run.first === each + 1) run.first = each;
    else runs.push({ first: each, last: each });
  }
  return runs;
}

const product = (sizes: Shape): number => sizes.reduce((total, size) => total * size, 1);

/** The three dimensions that a reduction of these axes walks through. */
export const reductionGeometry = (shape: Shape, { first, last }: AxisRun): ReductionGeometry => ({
  outer: product(shape.slice(0, first)),
  length: product(shape.slice(first, last + 1)),
  inner: product(shape.slice(last + 1)),
});

/** The shape after reducing these axes, which stay with size 1 (`keepDims`) or go. */
export const reducedShape = (shape: Shape, { first, last }: AxisRun, keepDims: boolean): Shape => [
  ...shape.slice(0, first),
  ...(keepDims ? shape.slice(first, last + 1).map(() => 1) : []),
  ...shape.slice(last + 1),
];
