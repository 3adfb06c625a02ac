import type { Tensor } from '../engine/tensor.ts';
import maximumWgsl from '../kernels/wgsl/binary/maximum.wgsl?raw';
import { type BinaryContext, defineBinary } from './binary.ts';
import { greaterEqual } from './greater-equal.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';
import { sumTo } from './sum-to.ts';

/** The gradient where a was taken. */
const taken = ({ grads, inputs, once }: BinaryContext): Tensor =>
  once(() => multiply(grads.y, greaterEqual(inputs.a, inputs.b)));

export const maximumOp = defineBinary({
  name: 'maximum',
  code: maximumWgsl,
  combine: Math.max,
  gradients: {
    a: (context) => sumTo(taken(context), context.inputs.a.shape),
    b: (context) => sumTo(subtract(context.grads.y, taken(context)), context.inputs.b.shape),
  },
});

/**
 * The larger of each pair of elements, NaN where one of them is; of equal ones a gets the gradient. Shapes broadcast by
 * numpy's rule. Throws `ShapeError` where they do not fit.
 */
export const maximum = (a: Tensor, b: Tensor): Tensor => maximumOp({ a, b }).y;
