import { ValueError } from '../../errors.ts';
import { checkChoice, checkNumber, checkOptionNames } from '../options.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run } from './callback.ts';
import { Monitor, type MonitorMode } from './monitor.ts';
import { numericLearningRate } from './numeric-learning-rate.ts';
import { repr } from './python-numbers.ts';

export interface ReduceLROnPlateauOptions {
  /** The value to watch, a key of the history. Default `'val_loss'`. */
  readonly monitor?: string;
  /** What the learning rate is multiplied by, below 1. Default 0.1. */
  readonly factor?: number;
  /** Epochs without a better value after which the learning rate falls. Default 10. */
  readonly patience?: number;
  /** 1 prints when the learning rate falls. Default 0. */
  readonly verbose?: 0 | 1;
  /** Default `'auto'`. */
  readonly mode?: MonitorMode;
  /** By how much a value must beat the best one to count as better. Default 0.0001. */
  readonly minDelta?: number;
  /** Epochs after a fall in which none is counted. Default 0. */
  readonly cooldown?: number;
  /** The learning rate never falls below this. Default 0. */
  readonly minLr?: number;
  /** Where messages go. Default `console.log`. */
  readonly print?: (message: string) => void;
  /** Where warnings go. Default `console.warn`. */
  readonly warn?: (message: string) => void;
}

const OPTIONS = ['monitor', 'factor', 'patience', 'verbose', 'mode', 'minDelta', 'cooldown', 'minLr', 'print', 'warn'];

/**
 * Lowers the learning rate when a value has not become better for some epochs.
 * https://keras.io/api/callbacks/reduce_lr_on_plateau/
 */
export class ReduceLROnPlateau implements Callback {
  readonly #monitor: Monitor;
  readonly #factor: number;
  readonly #patience: number;
  readonly #cooldown: number;
  readonly #minLr: number;
  readonly #print: (message: string) => void;
  readonly #warn: (message: string) => void;
  #best: number;
  #wait = 0;
  #cooldownLeft = 0;

  /** @throws ValueError for unknown options and values. */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    checkOptionNames('ReduceLROnPlateau', options, OPTIONS);
    const { monitor = 'val_loss', mode = 'auto', minDelta = 1e-4, verbose = 0 } = options;
    const { factor = 0.1, patience = 10, cooldown = 0, minLr = 0 } = options;
    for (const [name, value] of Object.entries({ patience, cooldown })) {
      if (!Number.isInteger(value) || value < 0) {
        throw new ValueError(`ReduceLROnPlateau: ${name} is ${value}; a whole number of at least 0 is expected.`);
      }
    }
    if (!(factor >= 0 && factor < 1)) {
      throw new ValueError(`ReduceLROnPlateau: factor is ${factor}; a number of at least 0 and below 1 is expected.`);
    }
    checkNumber('ReduceLROnPlateau: minLr', minLr);
    checkChoice('ReduceLROnPlateau: verbose', verbose, [0, 1]);
    this.#monitor = new Monitor('ReduceLROnPlateau', {
      monitor,
      mode,
      minDelta,
      missing: `Learning rate reduction is conditioned on metric \`${monitor}\` which is not available.`,
    });
    this.#best = this.#monitor.worst;
    this.#factor = factor;
    this.#patience = patience;
    this.#cooldown = cooldown;
    this.#minLr = minLr;
    this.#print = verbose === 0 ? () => {} : (options.print ?? console.log);
    this.#warn = options.warn ?? console.warn;
  }

  onTrainBegin(): void {
    this.#best = this.#monitor.worst;
    this.#wait = 0;
    this.#cooldownLeft = 0;
  }

  /** @throws ValueError where the optimizer has a schedule. */
  onEpochEnd(epoch: number, logs: Logs, run: Run): void {
    const value = this.#monitor.read(logs, this.#warn);
    if (value === undefined) return;
    if (this.#cooldownLeft > 0) {
      this.#cooldownLeft--;
      this.#wait = 0;
    }
    if (this.#monitor.isBetter(value, this.#best)) {
      this.#best = value;
      this.#wait = 0;
    } else if (this.#cooldownLeft === 0 && ++this.#wait >= this.#patience) {
      this.#reduce(epoch, run);
    }
  }

  #reduce(epoch: number, { model }: Run): void {
    const { optimizer } = model.compiled;
    const before = numericLearningRate('ReduceLROnPlateau', optimizer);
    if (before <= this.#minLr) return;
    optimizer.learningRate = Math.max(before * this.#factor, this.#minLr);
    const title = `Epoch ${String(epoch + 1).padStart(5, '0')}:`;
    this.#print(`${title} ReduceLROnPlateau reducing learning rate to ${repr(optimizer.learningRate)}.`);
    this.#cooldownLeft = this.#cooldown;
    this.#wait = 0;
  }
}
