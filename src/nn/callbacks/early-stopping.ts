import { ValueError } from '../../errors.ts';
import type { WeightArray } from '../models/weight-array.ts';
import { checkChoice, checkOptionNames } from '../options.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run } from './callback.ts';
import { Monitor, type MonitorMode } from './monitor.ts';

export interface EarlyStoppingOptions {
  /** The value to watch, a key of the history. Default `'val_loss'`. */
  readonly monitor?: string;
  /** By how much a value must beat the best one to count as better. Default 0. */
  readonly minDelta?: number;
  /** Epochs without a better value after which training stops. Default 0. */
  readonly patience?: number;
  /** 1 prints when training stops and weights are restored. Default 0. */
  readonly verbose?: 0 | 1;
  /** Default `'auto'`. */
  readonly mode?: MonitorMode;
  /** A value that must be beaten, too, for patience to start anew. Default: none. */
  readonly baseline?: number;
  /** Whether training ends with the weights of the best epoch, also where it was not stopped. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs, counted from 0, before this one are not looked at. Default 0. */
  readonly startFromEpoch?: number;
  /** Where messages go. Default `console.log`. */
  readonly print?: (message: string) => void;
  /** Where warnings go. Default `console.warn`. */
  readonly warn?: (message: string) => void;
}

const OPTIONS = [
  'monitor',
  'minDelta',
  'patience',
  'verbose',
  'mode',
  'baseline',
  'restoreBestWeights',
  'startFromEpoch',
  'print',
  'warn',
];

/** Stops training when a value has not become better for some epochs. https://keras.io/api/callbacks/early_stopping/ */
export class EarlyStopping implements Callback {
  /** The epoch, counted from 0, after which training was stopped; null when it was not. */
  stoppedEpoch: number | null = null;
  /** The epoch, counted from 0, with the best value. */
  bestEpoch = 0;
  readonly #monitor: Monitor;
  readonly #patience: number;
  readonly #baseline: number | undefined;
  readonly #restoreBestWeights: boolean;
  readonly #startFromEpoch: number;
  readonly #print: (message: string) => void;
  readonly #warn: (message: string) => void;
  #best: number;
  #bestWeights: readonly WeightArray[] | null = null;
  #wait = 0;

  /** @throws ValueError for unknown options and values. */
  constructor(options: EarlyStoppingOptions = {}) {
    checkOptionNames('EarlyStopping', options, OPTIONS);
    const {
      monitor = 'val_loss',
      mode = 'auto',
      minDelta = 0,
      patience = 0,
      verbose = 0,
      startFromEpoch = 0,
    } = options;
    for (const [name, value] of Object.entries({ patience, startFromEpoch })) {
      if (!Number.isInteger(value) || value < 0) {
        throw new ValueError(`EarlyStopping: ${name} is ${value}; a whole number of at least 0 is expected.`, {
          value,
        });
      }
    }
    checkChoice('EarlyStopping: verbose', verbose, [0, 1]);
    this.#monitor = new Monitor('EarlyStopping', {
      monitor,
      mode,
      minDelta,
      missing: `Early stopping conditioned on metric \`${monitor}\` which is not available.`,
    });
    this.#best = this.#monitor.worst;
    this.#patience = patience;
    this.#baseline = options.baseline;
    this.#restoreBestWeights = options.restoreBestWeights ?? false;
    this.#startFromEpoch = startFromEpoch;
    this.#print = verbose === 0 ? () => {} : (options.print ?? console.log);
    this.#warn = options.warn ?? console.warn;
  }

  onTrainBegin(): void {
    this.stoppedEpoch = null;
    this.bestEpoch = 0;
    this.#best = this.#monitor.worst;
    this.#bestWeights = null;
    this.#wait = 0;
  }

  async onEpochEnd(epoch: number, logs: Logs, run: Run): Promise<void> {
    const value = this.#monitor.read(logs, this.#warn);
    if (value === undefined || epoch < this.#startFromEpoch) return;
    this.#wait++;
    const isBest = this.#monitor.isBetter(value, this.#best);
    // Without a best value so far, these weights are the best there are.
    if (this.#restoreBestWeights && (isBest || this.#bestWeights === null)) {
      this.#bestWeights = await run.model.getWeights();
      this.bestEpoch = epoch;
    }
    if (isBest) {
      this.#best = value;
      this.bestEpoch = epoch;
      if (this.#baseline === undefined || this.#monitor.isBetter(value, this.#baseline)) this.#wait = 0;
    } else if (this.#wait >= this.#patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      run.stopTraining();
    }
  }

  onTrainEnd(run: Run): void {
    if (this.stoppedEpoch !== null) {
      this.#print(`Epoch ${String(this.stoppedEpoch + 1).padStart(5, '0')}: early stopping`);
    }
    if (this.#bestWeights === null) return;
    this.#print(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    run.model.setWeights(this.#bestWeights);
    this.#bestWeights = null;
  }
}
