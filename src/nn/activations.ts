import type { Tensor } from '../engine/tensor.ts';
import {
  clip,
  divide,
  elu,
  exp,
  gelu,
  leakyRelu,
  logSoftmax,
  maximum,
  multiply,
  negate,
  relu,
  relu6,
  rescale,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '../ops/index.ts';
import { byName } from './options.ts';

/** min(max(x / 6 + 1/2, 0), 1) */
const hardSigmoid = (x: Tensor): Tensor => clip(rescale(x, { scale: 1 / 6, offset: 0.5 }), { min: 0, max: 1 });

/** x · hardSigmoid(x). A. Howard et al., 2019. */
const hardSwish = (x: Tensor): Tensor => multiply(x, hardSigmoid(x));

/** A scaled elu that keeps mean 0 and variance 1. G. Klambauer et al., 2017. */
const selu = (x: Tensor): Tensor =>
  rescale(elu(x, { alpha: 1.6732632423543772 }), { scale: 1.0507009873554805, offset: 0 });

/** x / (1 + |x|) */
const softsign = (x: Tensor): Tensor => divide(x, rescale(maximum(x, negate(x)), { scale: 1, offset: 1 }));

/** x · tanh(softplus(x)). D. Misra, 2019. */
const mish = (x: Tensor): Tensor => multiply(x, tanh(softplus(x)));

/** Activations by Keras's names. Formulas: https://keras.io/api/layers/activations/ */
const activations = {
  linear: (x: Tensor) => x,
  relu,
  relu6,
  leakyRelu: (x: Tensor) => leakyRelu(x),
  elu: (x: Tensor) => elu(x),
  gelu: (x: Tensor) => gelu(x),
  silu,
  swish: silu,
  sigmoid,
  tanh,
  softplus,
  softmax,
  logSoftmax,
  exponential: exp,
  hardSigmoid,
  hardSwish,
  hardSilu: hardSwish,
  selu,
  softsign,
  mish,
};

export type ActivationName = keyof typeof activations;

/** The function behind a name. Throws `ValueError` that lists the names. */
export const activationByName = (name: string): ((x: Tensor) => Tensor) => byName('activation', name, activations);
