import type { StoredObject } from '../../formats/stored-model.ts';
import { checkDecayOptions } from './decay-options.ts';
import type { Schedule } from './schedules.ts';

export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  /** Steps after which `endLearningRate` is reached. */
  readonly decaySteps: number;
  /** Default 0.0001. */
  readonly endLearningRate?: number;
  /** 1, the default, is a straight line. */
  readonly power?: number;
  /**
   * Whether the rate rises again after `decaySteps`, to fall to `endLearningRate` at the next multiple of them; else it
   * stays. Default false.
   */
  readonly cycle?: boolean;
}

/**
 * (initialLearningRate − endLearningRate) · (1 − step / decaySteps)^power + endLearningRate.
 * https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
 */
export class PolynomialDecay implements Schedule {
  readonly #options: Required<PolynomialDecayOptions>;

  /** @throws ValueError for unknown options, and values that are no numbers. */
  constructor(options: PolynomialDecayOptions) {
    checkDecayOptions('PolynomialDecay', options, {
      numbers: ['initialLearningRate'],
      steps: ['decaySteps'],
      optional: ['endLearningRate', 'power', 'cycle'],
    });
    this.#options = { endLearningRate: 0.0001, power: 1, cycle: false, ...options };
  }

  config(): StoredObject {
    return { className: 'PolynomialDecay', config: { ...this.#options } };
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this.#options;
    const end = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
    const done = Math.min(step, end) / end;
    return (initialLearningRate - endLearningRate) * (1 - done) ** power + endLearningRate;
  }
}
