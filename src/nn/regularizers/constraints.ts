import type { Tensor, Variable } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { clip, divide, movingAverage, multiply, rescale, sqrt, sum } from '../../ops/index.ts';
import { checkChoice, checkNumber, checkOptionNames } from '../options.ts';

/** What a weight is brought back to after each step, plain JSON. */
export interface ConstraintSpec {
  readonly name: 'maxNorm';
  /** The largest norm along `axis`. */
  readonly maxValue: number;
  /** Axes that the norm is taken over, of the weight: 0 for a dense kernel, [0, 1, 2] for a convolution's. */
  readonly axis: number | readonly number[];
}

/**
 * Scales a weight's rows down to a norm of at most `maxValue` (default 2) over `axis` (default 0).
 * https://keras.io/api/layers/constraints/
 */
export const maxNorm = (maxValue = 2, axis: ConstraintSpec['axis'] = 0): ConstraintSpec =>
  checkedConstraint('maxNorm', { name: 'maxNorm', maxValue, axis });

/** Refuses what is no constraint; null is none. */
export function checkedConstraint<C extends ConstraintSpec | null>(what: string, constraint: C): C {
  if (constraint === null) return constraint;
  checkOptionNames(what, constraint, ['name', 'maxValue', 'axis']);
  checkChoice(`${what}: name`, constraint.name, ['maxNorm']);
  checkNumber(`${what}: maxValue`, constraint.maxValue);
  if (constraint.maxValue <= 0) {
    throw new ValueError(`${what}: maxValue is ${constraint.maxValue}; a number above 0 is expected.`);
  }
  return constraint;
}

/** Keras's guard against division by zero. */
const EPSILON = 1e-7;

/** Brings a weight back in place: w · min(norm, maxValue) / (epsilon + norm). */
export function constrain(weight: Variable, { maxValue, axis }: ConstraintSpec): void {
  const norm: Tensor = sqrt(sum(multiply(weight, weight), { axis, keepDims: true }));
  const factor = divide(clip(norm, { min: 0, max: maxValue }), rescale(norm, { scale: 1, offset: EPSILON }));
  // A moving average that keeps nothing of the old value is a copy.
  movingAverage({ moving: weight, value: multiply(weight, factor) }, { momentum: 0 });
}
