import type { Shape } from '../engine/shape.ts';

/** Number of elements of an array of a shape; 1 for a scalar (`[]`). */
export const elementCount = (shape: Shape): number => shape.reduce((count, size) => count * size, 1);
