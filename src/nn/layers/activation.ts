import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ActivationOptions extends LayerOptions {
  /** Name of the function. */
  readonly activation: ActivationName;
}

/** Applies an activation function. https://keras.io/api/layers/core_layers/activation/ */
export class Activation extends Layer<{ activation: ActivationName }> {
  constructor(options: ActivationOptions) {
    super('Activation', options, { activation: undefined });
    activationByName(this.settings.activation);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[]): Tensor {
    return activationByName(this.settings.activation)(x);
  }
}
