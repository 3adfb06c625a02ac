import type { AnyOp, OpCall } from '../engine/op.ts';
import { type PoolAttrs, pool2dGeometry } from '../kernels/geometry.ts';
import type { BatchNormAttrs } from '../kernels/reference/batch-norm.ts';

/** What a batch normalization does at once with the call after it: relu, and `withPool` with max pooling. */
export function fuseBatchNorm(call: OpCall, next: OpCall, withPool: AnyOp): OpCall | null {
  const attrs = call.attrs as BatchNormAttrs;
  const outputs = { ...call.outputs, ...next.outputs };
  if (next.op.name === 'relu' && attrs.activation !== 'relu') {
    return { ...call, outputs, attrs: { ...attrs, activation: 'relu' } };
  }
  // Where windows overlap, pixels would be normalized several times.
  if (next.op.name === 'maxPool2d' && !overlaps(next)) {
    return { ...call, op: withPool, outputs, attrs: { ...attrs, ...(next.attrs as PoolAttrs) } };
  }
  return null;
}

function overlaps({ inputs, attrs }: OpCall): boolean {
  const { windowHeight, windowWidth, strideHeight, strideWidth } = pool2dGeometry(
    inputs['x']?.shape ?? [],
    attrs as PoolAttrs,
  );
  return windowHeight > strideHeight || windowWidth > strideWidth;
}
