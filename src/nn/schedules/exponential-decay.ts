import type { StoredObject } from '../../formats/stored-model.ts';
import { checkDecayOptions } from './decay-options.ts';
import type { Schedule } from './schedules.ts';

export interface ExponentialDecayOptions {
  readonly initialLearningRate: number;
  /** Steps in which the rate falls by `decayRate` once. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether the rate falls in jumps, once every `decaySteps`. Default false. */
  readonly staircase?: boolean;
}

/** initialLearningRate · decayRate^(step / decaySteps). https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/ */
export class ExponentialDecay implements Schedule {
  readonly #options: Required<ExponentialDecayOptions>;

  /** @throws ValueError for unknown options, and values that are no numbers. */
  constructor(options: ExponentialDecayOptions) {
    checkDecayOptions('ExponentialDecay', options, {
      numbers: ['initialLearningRate', 'decayRate'],
      steps: ['decaySteps'],
      optional: ['staircase'],
    });
    this.#options = { staircase: false, ...options };
  }

  config(): StoredObject {
    return { className: 'ExponentialDecay', config: { ...this.#options } };
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.#options;
    const power = staircase ? Math.floor(step / decaySteps) : step / decaySteps;
    return initialLearningRate * decayRate ** power;
  }
}
