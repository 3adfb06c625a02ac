import type { Tensor } from '../engine/tensor.ts';
import greaterEqualWgsl from '../kernels/wgsl/binary/greater-equal.wgsl?raw';
import { defineBinary } from './binary.ts';

export const greaterEqualOp = defineBinary({
  name: 'greaterEqual',
  code: greaterEqualWgsl,
  combine: (a, b) => (a >= b ? 1 : 0),
  gradients: {},
});

/** 1 where a ≥ b, 0 elsewhere, without gradients; shapes broadcast by numpy's rule. Throws `ShapeError` where they do not fit. */
export const greaterEqual = (a: Tensor, b: Tensor): Tensor => greaterEqualOp({ a, b }).y;
