import type { DType, TensorSpec } from '../engine/shape.ts';
import { DTypeError } from '../errors.ts';

/** Refuses a tensor of another element type with `DTypeError`; `what` names op and input: `"add: a"`. */
export function checkDType({ dtype }: TensorSpec, expected: DType, what: string): void {
  if (dtype !== expected) throw new DTypeError(what, dtype, expected);
}
