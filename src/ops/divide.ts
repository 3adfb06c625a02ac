import type { Tensor } from '../engine/tensor.ts';
import divideWgsl from '../kernels/wgsl/binary/divide.wgsl?raw';
import { defineBinary } from './binary.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { sumTo } from './sum-to.ts';

export const divideOp = defineBinary({
  name: 'divide',
  code: divideWgsl,
  combine: (a, b) => a / b,
  // y = a/b gives da = dy/b and db = -dy·y/b.
  gradients: {
    a: ({ grads, inputs }) => sumTo(divide(grads.y, inputs.b), inputs.a.shape),
    b: ({ grads, inputs, outputs }) => negate(sumTo(multiply(grads.y, divide(outputs.y, inputs.b)), inputs.b.shape)),
  },
});

/** a / b for every pair of elements; shapes broadcast by numpy's rule. Throws `ShapeError` where they do not fit. */
export const divide = (a: Tensor, b: Tensor): Tensor => divideOp({ a, b }).y;
