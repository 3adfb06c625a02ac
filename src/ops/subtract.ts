import type { Tensor } from '../engine/tensor.ts';
import subtractWgsl from '../kernels/wgsl/binary/subtract.wgsl?raw';
import { defineBinary } from './binary.ts';
import { negate } from './negate.ts';
import { sumTo } from './sum-to.ts';

export const subtractOp = defineBinary({
  name: 'subtract',
  code: subtractWgsl,
  combine: (a, b) => a - b,
  gradients: {
    a: ({ grads, inputs }) => sumTo(grads.y, inputs.a.shape),
    b: ({ grads, inputs }) => negate(sumTo(grads.y, inputs.b.shape)),
  },
});

/** a − b for every pair of elements; shapes broadcast by numpy's rule. Throws `ShapeError` where they do not fit. */
export const subtract = (a: Tensor, b: Tensor): Tensor => subtractOp({ a, b }).y;
