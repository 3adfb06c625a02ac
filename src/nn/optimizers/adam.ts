import type { Tensor, Variable } from '../../engine/tensor.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { adamUpdate } from '../../ops/index.ts';
import { type LearningRate, learningRateAt, learningRateConfig } from '../schedules/schedules.ts';
import { Optimizer, optimizerOptions } from './optimizer.ts';

export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: LearningRate;
  /** Another name for `learningRate`. */
  readonly lr?: LearningRate;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment. Default 1e-7. */
  readonly epsilon?: number;
}

const OPTIONS = ['beta1', 'beta2', 'epsilon'];

/** D. Kingma, J. Ba, 2015; https://keras.io/api/optimizers/adam/ */
export class Adam extends Optimizer {
  readonly name: string = 'adam';
  readonly slots = ['m', 'v'];
  protected readonly attrs: { beta1: number; beta2: number; epsilon: number; weightDecay: number };

  constructor(options: AdamOptions = {}) {
    const {
      learningRate = 0.001,
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-7,
    } = optimizerOptions('Adam', options, OPTIONS);
    super(learningRate);
    this.attrs = { beta1, beta2, epsilon, weightDecay: 0 };
  }

  /** `[learning rate, learning rate · √(1 − beta2^t) / (1 − beta1^t)]` with t counted from 1. */
  override hyper(step: number): Float32Array {
    const { beta1, beta2 } = this.attrs;
    const rate = learningRateAt(this.learningRate, step);
    const t = step + 1;
    return Float32Array.of(rate, (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t));
  }

  config(): StoredObject {
    const { beta1, beta2, epsilon } = this.attrs;
    return {
      className: 'Adam',
      config: { learningRate: learningRateConfig(this.learningRate), beta1, beta2, epsilon },
    };
  }

  update(variable: Variable, gradient: Tensor, slots: Readonly<Record<string, Variable>>, hyper: Tensor): void {
    const { m, v } = slots as Record<'m' | 'v', Variable>;
    adamUpdate({ variable, gradient, m, v, hyper }, this.attrs);
  }
}

export interface AdamWOptions extends AdamOptions {
  /** Share of each weight taken off in a step, times the learning rate. Default 0.004. */
  readonly weightDecay?: number;
}

/** Adam with decoupled weight decay. I. Loshchilov, F. Hutter, 2019; https://keras.io/api/optimizers/adamw/ */
export class AdamW extends Adam {
  override readonly name: string = 'adamw';
  protected override readonly attrs: Adam['attrs'];

  constructor(options: AdamWOptions = {}) {
    const { weightDecay = 0.004, ...rest } = optimizerOptions('AdamW', options, [...OPTIONS, 'weightDecay']);
    super(rest);
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = rest;
    this.attrs = { beta1, beta2, epsilon, weightDecay };
  }

  override config(): StoredObject {
    return { className: 'AdamW', config: { ...super.config().config, weightDecay: this.attrs.weightDecay } };
  }
}
