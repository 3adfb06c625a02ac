import type { Logs } from '../../nn/training/logs.ts';
import type { WorkerTraining } from './worker-training.ts';

/**
 * Hooks on the page into a training in a worker, which does not wait for them. Epochs and batches count from 0. Not each
 * batch is told of: one in 50 milliseconds, and the last of an epoch.
 */
export interface PageCallback {
  onTrainBegin?(training: WorkerTraining): void | Promise<void>;
  onTrainEnd?(training: WorkerTraining): void | Promise<void>;
  onEpochBegin?(epoch: number, training: WorkerTraining): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, training: WorkerTraining): void | Promise<void>;
  onTrainBatchEnd?(batch: number, logs: Logs, training: WorkerTraining): void | Promise<void>;
}

/** The names of all hooks. */
export const PAGE_HOOKS = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onTrainBatchEnd',
] as const satisfies readonly (keyof PageCallback)[];
