import { backward, withTape } from '../engine/tape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { add } from './add.ts';
import { fill } from './fill.ts';

/**
 * Runs `compute` and differentiates its result with respect to `variables`: `grads[i]` has the shape of `variables[i]`,
 * and is zero where the result does not depend on it. Of a result with several elements, their sum is differentiated.
 * Throws `NoGradientError` where the way from a variable leads through an op without a gradient.
 */
export function valueAndGrad(compute: () => Tensor, variables: readonly Tensor[]): { value: Tensor; grads: Tensor[] } {
  const { value, calls } = withTape(compute);
  const seeds = new Map([[value, fill(value.device, value.shape, 1)]]);
  const grads = backward(calls, seeds, variables, add);
  return { value, grads: grads.map((grad, i) => grad ?? fill(value.device, variables[i].shape, 0)) };
}
