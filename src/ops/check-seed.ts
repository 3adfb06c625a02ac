import { showShape, sizeOf, type TensorSpec } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';
import { checkDType } from './check-dtype.ts';

/** Refuses a seed tensor that is not one `u32` number. */
export function checkSeed(op: string, seed: TensorSpec): void {
  checkDType(seed, 'u32', `${op}: seed`);
  if (sizeOf(seed.shape) === 1) return;
  throw new ShapeError(op, { seed: seed.shape }, `seed has shape ${showShape(seed.shape)}; one number is expected.`);
}
