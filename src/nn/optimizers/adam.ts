import type { Tensor, Variable } from '../../engine/tensor.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { adamUpdate } from '../../ops/index.ts';
import { learningRateAt } from '../schedules/schedules.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface AdamOptions extends OptimizerOptions {
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment. Default 1e-7. */
  readonly epsilon?: number;
}

/** D. Kingma, J. Ba, 2015; https://keras.io/api/optimizers/adam/ */
export class Adam extends Optimizer {
  static override readonly className: string = 'Adam';
  readonly name: string = 'adam';
  readonly slots = ['m', 'v'];
  readonly #attrs: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };

  constructor(options: AdamOptions = {}) {
    const checked = optimizerOptions(new.target.className, options, ['beta1', 'beta2', 'epsilon']);
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = checked;
    super(learningRate, checked);
    this.#attrs = { beta1, beta2, epsilon };
  }

  /** `[learning rate, learning rate · √(1 − beta2^t) / (1 − beta1^t)]` with t counted from 1. */
  override hyper(step: number): Float32Array {
    const { beta1, beta2 } = this.#attrs;
    const rate = learningRateAt(this.learningRate, step);
    const t = step + 1;
    return Float32Array.of(rate, (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t));
  }

  config(): StoredObject {
    return { className: 'Adam', config: { ...this.commonConfig(), ...this.#attrs } };
  }

  update(variable: Variable, gradient: Tensor, slots: Readonly<Record<string, Variable>>, hyper: Tensor): void {
    const { m, v } = slots as Record<'m' | 'v', Variable>;
    adamUpdate({ variable, gradient, m, v, hyper }, { ...this.#attrs, weightDecay: this.weightDecay });
  }
}

export type AdamWOptions = AdamOptions;

/** Adam with decoupled weight decay, 0.004 by default. I. Loshchilov, F. Hutter, 2019; https://keras.io/api/optimizers/adamw/ */
export class AdamW extends Adam {
  static override readonly className = 'AdamW';
  override readonly name: string = 'adamw';

  constructor(options: AdamWOptions = {}) {
    super({ ...options, weightDecay: options.weightDecay ?? 0.004 });
  }

  override config(): StoredObject {
    return { className: 'AdamW', config: { ...super.config().config, weightDecay: this.weightDecay } };
  }
}
