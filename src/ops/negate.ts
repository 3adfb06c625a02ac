import type { Tensor } from '../engine/tensor.ts';
import negateWgsl from '../kernels/wgsl/pointwise/negate.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const negateOp = definePointwise({
  name: 'negate',
  code: negateWgsl,
  value: (x) => -x,
  slopeOf: 'x',
  slope: () => -1,
});

/** −x. Any shape. */
export const negate = (x: Tensor): Tensor => negateOp({ x }, {}).y;
