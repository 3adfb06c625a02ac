import type { Tensor } from '../engine/tensor.ts';
import { elu, gelu, leakyRelu, logSoftmax, relu, relu6, sigmoid, silu, softmax, softplus, tanh } from '../ops/index.ts';
import { byName } from './options.ts';

/** Activations by Keras's names. */
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
};

export type ActivationName = keyof typeof activations;

/** The function behind a name. Throws `ValueError` that lists the names. */
export const activationByName = (name: string): ((x: Tensor) => Tensor) => byName('activation', name, activations);
