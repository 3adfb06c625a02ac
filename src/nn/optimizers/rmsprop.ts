import type { Tensor, Variable } from '../../engine/tensor.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { rmspropUpdate } from '../../ops/index.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the mean of squared gradients. Default 0.9. */
  readonly rho?: number;
  /** Share of the last step that is taken again. Default 0. */
  readonly momentum?: number;
  /** Added to the mean of squares, under the root. Default 1e-7. */
  readonly epsilon?: number;
  /** Whether gradients are scaled by their variance instead of their mean square. Default false. */
  readonly centered?: boolean;
}

/** T. Tieleman, G. Hinton, 2012; https://keras.io/api/optimizers/rmsprop/ */
export class RMSprop extends Optimizer {
  static override readonly className = 'RMSprop';
  readonly name = 'rmsprop';
  readonly slots: readonly string[];
  readonly #attrs: { rho: number; momentum: number; epsilon: number };

  constructor(options: RMSpropOptions = {}) {
    const checked = optimizerOptions('RMSprop', options, ['rho', 'momentum', 'epsilon', 'centered']);
    const { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = checked;
    super(learningRate, checked);
    this.#attrs = { rho, momentum, epsilon };
    this.slots = ['velocity', ...(centered ? ['averageGradient'] : []), ...(momentum === 0 ? [] : ['momentum'])];
  }

  config(): StoredObject {
    const centered = this.slots.includes('averageGradient');
    return { className: 'RMSprop', config: { ...this.commonConfig(), ...this.#attrs, centered } };
  }

  update(variable: Variable, gradient: Tensor, slots: Readonly<Record<string, Variable>>, hyper: Tensor): void {
    this.decay(variable, hyper);
    rmspropUpdate({ variable, gradient, hyper, ...(slots as { readonly velocity: Variable }) }, this.#attrs);
  }
}
