import type { Tensor } from '../engine/tensor.ts';
import type { RmspropAttrs } from '../kernels/reference/rmsprop-scale.ts';
import { rmspropScaleCenteredOp, rmspropScaleOp } from './rmsprop-scale.ts';
import { sgdMomentumUpdate } from './sgd-momentum-update.ts';
import { sgdUpdate } from './sgd-update.ts';

/** What a step of RMSprop reads and changes: all but `hyper` have one shape, and state is zero before the first step. */
export interface RmspropInputs {
  readonly variable: Tensor;
  readonly gradient: Tensor;
  /** Moving mean of the squared gradient. */
  readonly velocity: Tensor;
  /** Moving mean of the gradient; where it is given, RMSprop is centered. */
  readonly averageGradient?: Tensor;
  /** Moving sum of the steps; where it is given, there is momentum. */
  readonly momentum?: Tensor;
  /** (1): the learning rate. */
  readonly hyper: Tensor;
}

/**
 * One step of RMSprop, in place: velocity = velocity · rho + g² · (1 − rho), and variable −= learningRate · g /
 * √(velocity + epsilon). Centered, velocity − averageGradient² stands under the root, with averageGradient =
 * averageGradient · rho + g · (1 − rho). With momentum, the steps are summed, as in gradient descent with momentum on the
 * scaled gradient: `momentum` is then the change of the variable, the negative of what Keras keeps.
 *
 * Defaults: rho 0.9, epsilon 1e-7, momentum 0. As keras/src/optimizers/rmsprop.py. Throws `ShapeError`, `DTypeError`.
 */
export function rmspropUpdate(
  { variable, gradient, velocity, averageGradient, momentum: sum, hyper }: RmspropInputs,
  { momentum = 0, ...attrs }: RmspropAttrs & { readonly momentum?: number } = {},
): void {
  const { y } =
    averageGradient === undefined
      ? rmspropScaleOp({ gradient, velocity }, attrs)
      : rmspropScaleCenteredOp({ gradient, velocity, averageGradient }, attrs);
  if (sum === undefined) sgdUpdate({ variable, gradient: y, hyper });
  else sgdMomentumUpdate({ variable, gradient: y, velocity: sum, hyper }, { momentum });
}
