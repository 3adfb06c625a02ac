import type { Tensor } from '../engine/tensor.ts';
import { multiply } from './multiply.ts';

/** x². Any shape. */
export const square = (x: Tensor): Tensor => multiply(x, x);
