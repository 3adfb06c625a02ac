import { ValueError } from '../../errors.ts';
import type { Model } from '../models/model.ts';
import { checkChoice, checkOptionNames } from '../options.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run } from './callback.ts';
import { formatPath } from './format-path.ts';
import { Monitor, type MonitorMode } from './monitor.ts';
import { fixed } from './python-numbers.ts';

/** Writes a model, or its weights alone, to a path. */
export type SaveModel = (model: Model, path: string, options: { readonly weightsOnly: boolean }) => Promise<void>;

export interface ModelCheckpointOptions {
  /** The value to watch, a key of the history. Default `'val_loss'`. */
  readonly monitor?: string;
  /** Default `'auto'`. */
  readonly mode?: MonitorMode;
  /** Whether to save only when the value is the best so far. Default false. */
  readonly saveBestOnly?: boolean;
  /** Whether to save the weights without the model. Default false. */
  readonly saveWeightsOnly?: boolean;
  /**
   * `'epoch'`, the default, saves after each epoch; a number after each so many batches, counted across epochs. Then the
   * value to watch is one of the training, such as `loss`, and the path may hold `{batch}`.
   */
  readonly saveFreq?: 'epoch' | number;
  /** 1 prints a line after each epoch. Default 0. */
  readonly verbose?: 0 | 1;
  /** With `saveBestOnly`, the value that the first one must beat. Default: none. */
  readonly initialValueThreshold?: number;
  /** Where messages go. Default `console.log`. */
  readonly print?: (message: string) => void;
  /** Where warnings go. Default `console.warn`. */
  readonly warn?: (message: string) => void;
}

const OPTIONS = [
  'monitor',
  'mode',
  'saveBestOnly',
  'saveWeightsOnly',
  'saveFreq',
  'verbose',
  'initialValueThreshold',
  'print',
  'warn',
];

/**
 * Saves the model after each epoch or some batches, or only where it is the best so far, by a function that is handed in:
 * where files can be written differs by runtime. https://keras.io/api/callbacks/model_checkpoint/
 */
export class ModelCheckpointBase implements Callback {
  /** Where the model was saved last; null before. */
  savedPath: string | null = null;
  readonly #path: string;
  readonly #save: SaveModel;
  readonly #monitor: Monitor;
  readonly #saveBestOnly: boolean;
  readonly #weightsOnly: boolean;
  readonly #batchesBetween: number;
  readonly #print: (message: string) => void;
  readonly #warn: (message: string) => void;
  #best: number;
  #epoch = 0;
  #batchesSince = 0;

  /**
   * @param path may hold `{epoch:02d}` (counted from 1) and values of the logs, as in `{val_loss:.2f}`.
   * @throws ValueError for unknown options and values.
   */
  constructor(path: string, save: SaveModel, options: ModelCheckpointOptions = {}) {
    checkOptionNames('ModelCheckpoint', options, OPTIONS);
    const { monitor = 'val_loss', mode = 'auto', verbose = 0, saveFreq = 'epoch' } = options;
    checkChoice('ModelCheckpoint: verbose', verbose, [0, 1]);
    if (saveFreq !== 'epoch' && !(Number.isInteger(saveFreq) && saveFreq > 0)) {
      throw new ValueError(
        `ModelCheckpoint: saveFreq is ${JSON.stringify(saveFreq)}; "epoch" or a positive number of batches is expected.`,
        { saveFreq },
      );
    }
    if (typeof path !== 'string' || path === '') {
      throw new ValueError(`ModelCheckpoint: the path is ${JSON.stringify(path)}; the name of a file is expected.`);
    }
    this.#path = path;
    this.#save = save;
    this.#monitor = new Monitor('ModelCheckpoint', {
      monitor,
      mode,
      missing: `Can save best model only with ${monitor} available, skipping.`,
    });
    this.#best = options.initialValueThreshold ?? this.#monitor.worst;
    this.#saveBestOnly = options.saveBestOnly ?? false;
    this.#weightsOnly = options.saveWeightsOnly ?? false;
    this.#batchesBetween = saveFreq === 'epoch' ? Infinity : saveFreq;
    this.#print = verbose === 0 ? () => {} : (options.print ?? console.log);
    this.#warn = options.warn ?? console.warn;
  }

  /** The best value so far; infinite before the first one. It is kept from one `fit` to the next. */
  get best(): number {
    return this.#best;
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  async onTrainBatchEnd(batch: number, _logs: Logs, run: Run): Promise<void> {
    if (++this.#batchesSince < this.#batchesBetween) return;
    this.#batchesSince = 0;
    const logs = await run.readLogs();
    await this.#saveWhereDue({ ...logs, batch: batch + 1 }, logs, run);
  }

  async onEpochEnd(epoch: number, logs: Logs, run: Run): Promise<void> {
    this.#epoch = epoch;
    if (this.#batchesBetween === Infinity) await this.#saveWhereDue(logs, logs, run);
  }

  async #saveWhereDue(inPath: Logs, logs: Logs, { model }: Run): Promise<void> {
    const title = `Epoch ${String(this.#epoch + 1).padStart(5, '0')}:`;
    const path = formatPath(this.#path, { ...inPath, epoch: this.#epoch + 1 });
    if (!this.#saveBestOnly) {
      this.#print(`${title} saving model to ${path}`);
      await this.#saveTo(path, model);
      return;
    }
    const value = this.#monitor.read(logs, this.#warn);
    if (value === undefined) return;
    const { name } = this.#monitor;
    const best = fixed(this.#best, 5);
    if (!this.#monitor.isBetter(value, this.#best)) {
      this.#print(`${title} ${name} did not improve from ${best}`);
      return;
    }
    this.#print(`${title} ${name} improved from ${best} to ${fixed(value, 5)}, saving model to ${path}`);
    await this.#saveTo(path, model);
    this.#best = value;
  }

  async #saveTo(path: string, model: Model): Promise<void> {
    await this.#save(model, path, { weightsOnly: this.#weightsOnly });
    this.savedPath = path;
  }
}
