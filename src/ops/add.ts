import type { Tensor } from '../engine/tensor.ts';
import addWgsl from '../kernels/wgsl/binary/add.wgsl?raw';
import { defineBinary } from './binary.ts';
import { sumTo } from './sum-to.ts';

export const addOp = defineBinary({
  name: 'add',
  code: addWgsl,
  combine: (a, b) => a + b,
  gradients: {
    a: ({ grads, inputs }) => sumTo(grads.y, inputs.a.shape),
    b: ({ grads, inputs }) => sumTo(grads.y, inputs.b.shape),
  },
});

/** a + b for every pair of elements; shapes broadcast by numpy's rule. Throws `ShapeError` where they do not fit. */
export const add = (a: Tensor, b: Tensor): Tensor => addOp({ a, b }).y;
