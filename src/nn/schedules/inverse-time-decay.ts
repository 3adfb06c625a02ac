import type { StoredObject } from '../../formats/stored-model.ts';
import { checkDecayOptions } from './decay-options.ts';
import type { Schedule } from './schedules.ts';

export interface InverseTimeDecayOptions {
  readonly initialLearningRate: number;
  /** Steps in which `decayRate` is added to the divisor once. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether the rate falls in jumps, once every `decaySteps`. Default false. */
  readonly staircase?: boolean;
}

/** initialLearningRate / (1 + decayRate · step / decaySteps). https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/ */
export class InverseTimeDecay implements Schedule {
  readonly #options: Required<InverseTimeDecayOptions>;

  /** @throws ValueError for unknown options, and values that are no numbers. */
  constructor(options: InverseTimeDecayOptions) {
    checkDecayOptions('InverseTimeDecay', options, {
      numbers: ['initialLearningRate', 'decayRate'],
      steps: ['decaySteps'],
      optional: ['staircase'],
    });
    this.#options = { staircase: false, ...options };
  }

  config(): StoredObject {
    return { className: 'InverseTimeDecay', config: { ...this.#options } };
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.#options;
    const times = staircase ? Math.floor(step / decaySteps) : step / decaySteps;
    return initialLearningRate / (1 + decayRate * times);
  }
}
