import type { Tensor } from '../engine/tensor.ts';
import relu6Wgsl from '../kernels/wgsl/pointwise/relu6.wgsl?raw';
import { definePointwise } from './pointwise.ts';

export const relu6Op = definePointwise({
  name: 'relu6',
  code: relu6Wgsl,
  value: (x) => Math.min(Math.max(x, 0), 6),
  slopeOf: 'y',
  slope: (y) => (y > 0 && y < 6 ? 1 : 0),
});

/** min(max(x, 0), 6); the slope at 0 and 6 is 0. Any shape. */
export const relu6 = (x: Tensor): Tensor => relu6Op({ x }, {}).y;
