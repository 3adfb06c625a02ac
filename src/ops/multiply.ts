import type { Tensor } from '../engine/tensor.ts';
import multiplyWgsl from '../kernels/wgsl/binary/multiply.wgsl?raw';
import { defineBinary } from './binary.ts';
import { sumTo } from './sum-to.ts';

export const multiplyOp = defineBinary({
  name: 'multiply',
  code: multiplyWgsl,
  combine: (a, b) => a * b,
  gradients: {
    a: ({ grads, inputs }) => sumTo(multiply(grads.y, inputs.b), inputs.a.shape),
    b: ({ grads, inputs }) => sumTo(multiply(grads.y, inputs.a), inputs.b.shape),
  },
});

/** a · b for every pair of elements; shapes broadcast by numpy's rule. Throws `ShapeError` where they do not fit. */
export const multiply = (a: Tensor, b: Tensor): Tensor => multiplyOp({ a, b }).y;
