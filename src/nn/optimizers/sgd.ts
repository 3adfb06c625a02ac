import type { Tensor, Variable } from '../../engine/tensor.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { sgdMomentumUpdate, sgdUpdate } from '../../ops/index.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface SGDOptions extends OptimizerOptions {
  /** Share of the last step that is taken again. Default 0. */
  readonly momentum?: number;
  /** Whether the gradient counts as taken where momentum leads. Default false. */
  readonly nesterov?: boolean;
}

/** Gradient descent, with momentum where asked. https://keras.io/api/optimizers/sgd/ */
export class SGD extends Optimizer {
  static override readonly className = 'SGD';
  readonly name = 'sgd';
  readonly slots: readonly string[];
  readonly #momentum: number;
  readonly #nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    const checked = optimizerOptions('SGD', options, ['momentum', 'nesterov']);
    const { learningRate = 0.01, momentum = 0, nesterov = false } = checked;
    super(learningRate, checked);
    this.#momentum = momentum;
    this.#nesterov = nesterov;
    this.slots = momentum === 0 ? [] : ['velocity'];
  }

  config(): StoredObject {
    const config = { ...this.commonConfig(), momentum: this.#momentum, nesterov: this.#nesterov };
    return { className: 'SGD', config };
  }

  update(variable: Variable, gradient: Tensor, { velocity }: Readonly<Record<string, Variable>>, hyper: Tensor): void {
    this.decay(variable, hyper);
    if (velocity === undefined) {
      sgdUpdate({ variable, gradient, hyper });
    } else {
      const attrs = { momentum: this.#momentum, nesterov: this.#nesterov };
      sgdMomentumUpdate({ variable, gradient, velocity, hyper }, attrs);
    }
  }
}
