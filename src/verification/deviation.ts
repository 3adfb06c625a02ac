import type { HostArray } from '../engine/shape.ts';
import type { Case } from './case.ts';
import type { Arrays } from './case-run.ts';

/** How far one result is from what it should be. */
export interface Deviation {
  readonly what: string;
  /** Largest absolute difference; infinite where only one side is NaN, or the sizes differ. */
  readonly error: number;
  readonly tolerance: number;
  readonly passed: boolean;
}

const UNIT = 2 ** -23;

/**
 * Compares results with what they should be. A sum of n numbers in f32 is off by at most n roundings of its largest
 * partial sum, so the tolerance is (terms + ulps) · 2^-23 · max(1, largest expected magnitude).
 */
export function compare({ terms, ulps }: Case, actual: Arrays, expected: Arrays): Deviation[] {
  return deviations(actual, expected, (should) => (terms + ulps) * UNIT * Math.max(1, largestMagnitude(should)));
}

/** Compares bit by bit. */
export const compareExactly = (actual: Arrays, expected: Arrays): Deviation[] => deviations(actual, expected, () => 0);

function deviations(actual: Arrays, expected: Arrays, toleranceOf: (should: HostArray) => number): Deviation[] {
  return [...expected].map(([what, should]) => {
    const is = actual.get(what);
    const fits = is !== undefined && is.length === should.length;
    const error = fits ? largestDifference(is, should) : Number.POSITIVE_INFINITY;
    const tolerance = toleranceOf(should);
    return { what, error, tolerance, passed: error <= tolerance };
  });
}

/** The largest finite magnitude. */
export function largestMagnitude(array: HostArray): number {
  let most = 0;
  for (let i = 0; i < array.length; i++) {
    const magnitude = Math.abs(array[i]);
    if (magnitude > most && magnitude < Number.POSITIVE_INFINITY) most = magnitude;
  }
  return most;
}

function largestDifference(a: HostArray, b: HostArray): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    const difference = Math.abs(a[i] - b[i]);
    if (difference > most) most = difference;
    else if (Number.isNaN(difference) && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return Number.POSITIVE_INFINITY;
  }
  return most;
}
