import type { TensorSpec } from '../engine/shape.ts';
import { sizeOf } from '../engine/shape.ts';

/**
 * How many `vec4f` hold a tensor's elements. The last one may reach beyond them, into memory that every tensor is padded
 * with: elementwise kernels compute there what nobody reads.
 */
export const quadsOf = ({ shape }: TensorSpec): number => Math.ceil(sizeOf(shape) / 4);
