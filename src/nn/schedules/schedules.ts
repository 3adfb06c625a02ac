import { ValueError } from '../../errors.ts';
import { checkNumber, checkOptionNames } from '../options.ts';

/** A learning rate that follows from the number of steps taken; the count runs on across epochs. */
export interface Schedule {
  /** The learning rate of a step, counted from 0. */
  at(step: number): number;
}

/** A learning rate: a number, or a schedule. */
export type LearningRate = number | Schedule;

/** The learning rate of a step. */
export const learningRateAt = (rate: LearningRate, step: number): number =>
  typeof rate === 'number' ? rate : rate.at(step);

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

  constructor(options: ExponentialDecayOptions) {
    checkOptionNames('ExponentialDecay', options, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
    checkNumber('ExponentialDecay: initialLearningRate', options.initialLearningRate);
    checkNumber('ExponentialDecay: decayRate', options.decayRate);
    if (!(options.decaySteps > 0)) {
      throw new ValueError(`ExponentialDecay: decaySteps is ${options.decaySteps}; a number above 0 is expected.`);
    }
    this.#options = { staircase: false, ...options };
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.#options;
    const power = staircase ? Math.floor(step / decaySteps) : step / decaySteps;
    return initialLearningRate * decayRate ** power;
  }
}
