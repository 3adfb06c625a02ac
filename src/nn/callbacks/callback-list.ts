import { ValueError } from '../../errors.ts';
import type { Model } from '../models/model.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run, RunParams, StepTimes } from './callback.ts';

/** Calls the hooks of several callbacks in order. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];
  readonly #run: Run;
  #stopped: 'no' | 'yes' | 'immediately' = 'no';
  /** How the logs of the epoch that is running are read. */
  logsReader: () => Promise<Logs> = async () => ({});

  constructor(callbacks: readonly Callback[], model: Model, params: RunParams) {
    for (const callback of callbacks) {
      if (typeof callback !== 'object' || callback === null) {
        throw new ValueError(`A callback is ${String(callback)}; an object with hooks such as onEpochEnd is expected.`);
      }
    }
    this.#callbacks = callbacks;
    this.#run = {
      model,
      params,
      stopTraining: ({ immediately = false } = {}) => {
        if (immediately) this.#stopped = 'immediately';
        else if (this.#stopped === 'no') this.#stopped = 'yes';
      },
      readLogs: () => this.logsReader(),
    };
  }

  /** True once a callback asked to stop. */
  get isStopped(): boolean {
    return this.#stopped !== 'no';
  }

  /** True once a callback asked to stop without validation. */
  get isStoppedImmediately(): boolean {
    return this.#stopped === 'immediately';
  }

  async onTrainBegin(): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTrainBegin?.(this.#run);
  }

  async onTrainEnd(): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTrainEnd?.(this.#run);
  }

  async onEpochBegin(epoch: number): Promise<void> {
    for (const callback of this.#callbacks) await callback.onEpochBegin?.(epoch, this.#run);
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    for (const callback of this.#callbacks) await callback.onEpochEnd?.(epoch, logs, this.#run);
  }

  async onTrainBatchBegin(batch: number): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTrainBatchBegin?.(batch, this.#run);
  }

  async onTrainBatchEnd(batch: number, logs: Logs, times: StepTimes): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTrainBatchEnd?.(batch, logs, this.#run, times);
  }

  async onTestBegin(): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTestBegin?.(this.#run);
  }

  async onTestEnd(logs: Logs): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTestEnd?.(logs, this.#run);
  }

  async onTestBatchEnd(batch: number): Promise<void> {
    for (const callback of this.#callbacks) await callback.onTestBatchEnd?.(batch, this.#run);
  }
}
