import type { Shape } from '../engine/shape.ts';
import { DataError } from '../errors.ts';

/** How many numbers an array of a shape holds. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/**
 * Checks that numbers fit their shape.
 *
 * @throws DataError when they do not.
 */
export function checkShape(what: string, length: number, shape: Shape): void {
  if (shape.length > 0 && length === sizeOf(shape)) return;
  throw new DataError(
    `${what} has ${length} elements, but its shape [${shape.join(', ')}] holds ${sizeOf(shape)}. ` +
      'Give the shape with the number of examples first.',
    { length, shape },
  );
}
