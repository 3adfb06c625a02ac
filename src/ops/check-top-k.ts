import { ValueError } from '../errors.ts';

/** Refuses a k that is not a positive integer with `ValueError`. */
export function checkTopK(op: string, k: number): void {
  if (Number.isInteger(k) && k > 0) return;
  throw new ValueError(`${op}: k is ${k}; a positive integer is expected, 5 by default.`, { k });
}
