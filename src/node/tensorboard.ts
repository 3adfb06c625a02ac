import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ValueError, WriteError } from '../errors.ts';
import { encodeFileVersion, encodeScalars } from '../formats/tensorboard.ts';
import type { Callback, Run } from '../nn/callbacks/callback.ts';
import { checkOptionNames } from '../nn/options.ts';
import type { Logs } from '../nn/training/logs.ts';
import { errorReason } from './error-reason.ts';

export interface TensorBoardOptions {
  /** The folder for the files; it is made where it does not exist. Default `'logs'`. */
  readonly logDir?: string;
  /**
   * `'epoch'`, the default, writes at the end of each epoch; `'batch'`, or a number of batches, also after each so many
   * batches.
   */
  readonly updateFreq?: 'epoch' | 'batch' | number;
}

/**
 * Writes what TensorBoard draws: `epoch_loss`, `epoch_accuracy`, … in the folders `train` and `validation`, the learning
 * rate as `epoch_learning_rate`, and `batch_loss`, … where batches are asked for. Look at it with
 * `tensorboard --logdir logs`. https://keras.io/api/callbacks/tensorboard/
 */
export class TensorBoard implements Callback {
  readonly #logDir: string;
  readonly #batchesBetween: number;
  #train: EventFile | null = null;
  #validation: EventFile | null = null;
  #batches = 0;

  /** @throws ValueError for unknown options and values; while training, WriteError where a file cannot be written. */
  constructor(options: TensorBoardOptions = {}) {
    checkOptionNames('TensorBoard', options, ['logDir', 'updateFreq']);
    const { logDir = 'logs', updateFreq = 'epoch' } = options;
    if (typeof logDir !== 'string' || logDir === '') {
      throw new ValueError(`TensorBoard: logDir is ${JSON.stringify(logDir)}; the name of a folder is expected.`);
    }
    if (typeof updateFreq === 'number' ? !(Number.isInteger(updateFreq) && updateFreq > 0) : !isWord(updateFreq)) {
      throw new ValueError(
        `TensorBoard: updateFreq is ${JSON.stringify(updateFreq)}; "epoch", "batch" or a positive number of batches is ` +
          'expected.',
      );
    }
    this.#logDir = logDir;
    this.#batchesBetween = updateFreq === 'epoch' ? Infinity : updateFreq === 'batch' ? 1 : updateFreq;
  }

  onTrainBegin(): void {
    this.#train = null;
    this.#validation = null;
    this.#batches = 0;
  }

  async onTrainBatchEnd(_batch: number, _logs: Logs, run: Run): Promise<void> {
    const step = this.#batches++;
    if (step % this.#batchesBetween !== 0 || this.#batchesBetween === Infinity) return;
    this.#train ??= new EventFile(join(this.#logDir, 'train'));
    await this.#train.write(step, prefixed('batch_', Object.entries(await run.readLogs())));
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const figures = Object.entries(logs);
    const training = figures
      .filter(([name]) => !name.startsWith('val_'))
      .map(([name, value]) => [name === 'learningRate' ? 'learning_rate' : name, value] as const);
    this.#train ??= new EventFile(join(this.#logDir, 'train'));
    await this.#train.write(epoch, prefixed('epoch_', training));
    const validation = figures
      .filter(([name]) => name.startsWith('val_'))
      .map(([name, value]) => [name.slice('val_'.length), value] as const);
    if (validation.length === 0) return;
    this.#validation ??= new EventFile(join(this.#logDir, 'validation'));
    await this.#validation.write(epoch, prefixed('epoch_', validation));
  }
}

const isWord = (updateFreq: string): boolean => updateFreq === 'epoch' || updateFreq === 'batch';

const prefixed = (prefix: string, figures: readonly (readonly [string, number])[]): Record<string, number> =>
  Object.fromEntries(figures.map(([name, value]) => [prefix + name, value]));

let filesMade = 0;

/** A file that TensorBoard finds by its name and reads while it grows. */
class EventFile {
  readonly #folder: string;
  readonly #path: string;
  #isBegun = false;

  constructor(folder: string) {
    const second = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
    this.#folder = folder;
    this.#path = join(folder, `events.out.tfevents.${second}.${hostname()}.${process.pid}.${filesMade++}.v2`);
  }

  async write(step: number, scalars: Readonly<Record<string, number>>): Promise<void> {
    const wallTime = Date.now() / 1000;
    try {
      if (!this.#isBegun) {
        await mkdir(this.#folder, { recursive: true });
        await appendFile(this.#path, encodeFileVersion(wallTime));
        this.#isBegun = true;
      }
      await appendFile(this.#path, encodeScalars({ wallTime, step, scalars }));
    } catch (cause) {
      throw new WriteError(this.#path, errorReason(cause), { cause });
    }
  }
}
