import type { Model } from '../models/model.ts';
import type { Logs } from '../training/logs.ts';

/** What a run of `fit` or `evaluate` is. */
export interface RunParams {
  readonly epochs: number;
  /** Batches in an epoch, where the data set knows. */
  readonly steps: number | undefined;
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
  /** Ends training after the current batch or epoch. */
  stopTraining(): void;
}

/**
 * Hooks into training and evaluation; each may be async, and the run waits for it. Epochs and batches count from 0.
 * Batch logs are the latest means that were read from the device, so they may be some batches old.
 * https://keras.io/api/callbacks/base_callback/
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
