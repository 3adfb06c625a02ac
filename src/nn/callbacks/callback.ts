import type { Model } from '../models/model.ts';
import type { Logs } from '../training/logs.ts';

/** What a run of `fit` or `evaluate` is. */
export interface RunParams {
  readonly epochs: number;
  /** Batches in an epoch, where the data set knows. */
  readonly steps: number | undefined;
  /** Whether epochs end with a validation, so that logs may have `val_…`. */
  readonly validates?: boolean;
}

/** Where a training step's time went on the host, in milliseconds, in this order. */
export interface StepTimes {
  /** `performance.now()` when the batch was asked for. */
  readonly begin: number;
  /** Waiting for the batch. */
  readonly data: number;
  /**
   * Issuing the step; on the processor, computing it. In the first step for a form of batch also tracing, compiling and
   * planning.
   */
  readonly issue: number;
  /** Waiting until the device had no more than two unfinished steps. */
  readonly device: number;
}

/** Lets callbacks act on the run. */
export interface Run {
  readonly model: Model;
  readonly params: RunParams;
  /**
   * Ends training after the current batch or epoch. The epoch is validated and ended all the same, as in Keras; with
   * `immediately` it ends without validation.
   */
  stopTraining(options?: { readonly immediately?: boolean }): void;
  /**
   * Loss and metrics of this epoch up to and with the current batch, unlike batch logs, which may be older. Waits for
   * the device, so called after each batch it takes away from the speed.
   */
  readLogs(): Promise<Logs>;
}

/**
 * Hooks into training and evaluation; each may be async, and the run waits for it. Epochs and batches count from 0.
 * Batch logs are the latest means that were read from the device, so they may be some batches old; `run.readLogs()`
 * gives those of the batch. Any object with some of these hooks is a callback.
 * https://keras.io/api/callbacks/base_callback/
 *
 * @example
 * ```ts
 * const stopAtLoss: Callback = {
 *   onEpochEnd(_epoch, logs, run) {
 *     if (logs['loss'] < 0.1) run.stopTraining();
 *   },
 * };
 * await model.fit(data, { epochs: 50, callbacks: [stopAtLoss] });
 * ```
 */
export interface Callback {
  onTrainBegin?(run: Run): void | Promise<void>;
  onTrainEnd?(run: Run): void | Promise<void>;
  onEpochBegin?(epoch: number, run: Run): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, run: Run): void | Promise<void>;
  onTrainBatchBegin?(batch: number, run: Run): void | Promise<void>;
  onTrainBatchEnd?(batch: number, logs: Logs, run: Run, times: StepTimes): void | Promise<void>;
  onTestBegin?(run: Run): void | Promise<void>;
  onTestEnd?(logs: Logs, run: Run): void | Promise<void>;
  onTestBatchEnd?(batch: number, run: Run): void | Promise<void>;
}
