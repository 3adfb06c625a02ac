import { ValueError } from '../../errors.ts';
import { checkChoice, checkOptionNames } from '../options.ts';
import type { Callback, Run } from './callback.ts';
import { numericLearningRate } from './numeric-learning-rate.ts';
import { repr } from './python-numbers.ts';

export interface LearningRateSchedulerOptions {
  /** 1 prints the learning rate before each epoch. Default 0. */
  readonly verbose?: 0 | 1;
  /** Where messages go. Default `console.log`. */
  readonly print?: (message: string) => void;
}

/** Gives each epoch the learning rate that a function says. https://keras.io/api/callbacks/learning_rate_scheduler/ */
export class LearningRateScheduler implements Callback {
  readonly #schedule: (epoch: number, learningRate: number) => number;
  readonly #print: (message: string) => void;

  /**
   * @param schedule takes the epoch, counted from 0, and the learning rate so far; gives the new one.
   * @throws ValueError for unknown options and values.
   */
  constructor(schedule: (epoch: number, learningRate: number) => number, options: LearningRateSchedulerOptions = {}) {
    checkOptionNames('LearningRateScheduler', options, ['verbose', 'print']);
    const { verbose = 0, print = console.log } = options;
    checkChoice('LearningRateScheduler: verbose', verbose, [0, 1]);
    if (typeof schedule !== 'function') {
      throw new ValueError(
        `LearningRateScheduler: the schedule is ${JSON.stringify(schedule)}; a function of the epoch and the learning ` +
          'rate is expected. Schedules by the step are given to the optimizer as learningRate.',
      );
    }
    this.#schedule = schedule;
    this.#print = verbose === 0 ? () => {} : print;
  }

  /** @throws ValueError where the function gives no number of at least 0, and where the optimizer has a schedule. */
  onEpochBegin(epoch: number, { model }: Run): void {
    const { optimizer } = model.compiled;
    const rate = this.#schedule(epoch, numericLearningRate('LearningRateScheduler', optimizer));
    if (!Number.isFinite(rate) || rate < 0) {
      throw new ValueError(
        `LearningRateScheduler: the function gave ${String(rate)} for epoch ${epoch}; a number of at least 0 is expected.`,
        { epoch, rate },
      );
    }
    optimizer.learningRate = rate;
    const title = `Epoch ${String(epoch + 1).padStart(5, '0')}:`;
    this.#print(`${title} LearningRateScheduler setting learning rate to ${repr(rate)}.`);
  }
}
