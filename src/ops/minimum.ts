import type { Tensor } from '../engine/tensor.ts';
import minimumWgsl from '../kernels/wgsl/binary/minimum.wgsl?raw';
import { type BinaryContext, defineBinary } from './binary.ts';
import { greaterEqual } from './greater-equal.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';
import { sumTo } from './sum-to.ts';

/** The gradient where a was taken. */
const taken = ({ grads, inputs, once }: BinaryContext): Tensor =>
  once(() => multiply(grads.y, greaterEqual(inputs.b, inputs.a)));

export const minimumOp = defineBinary({
  name: 'minimum',
  code: minimumWgsl,
  combine: Math.min,
  gradients: {
    a: (context) => sumTo(taken(context), context.inputs.a.shape),
    b: (context) => sumTo(subtract(context.grads.y, taken(context)), context.inputs.b.shape),
  },
});

/**
 * The smaller of each pair of elements, NaN where one of them is; of equal ones a gets the gradient. Shapes broadcast by
 * numpy's rule. Throws `ShapeError` where they do not fit.
 */
export const minimum = (a: Tensor, b: Tensor): Tensor => minimumOp({ a, b }).y;
