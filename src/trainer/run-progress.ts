import type { WorkerDevice } from '../browser/index.ts';
import type { Measured } from '../charts/training-curves.ts';
import type { Logs } from '../index.ts';

/** What a run is doing. `reading` decodes the images; the last three are ends. */
export type RunState = 'reading' | 'starting' | 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

/** How far a run is. Epochs and batches count from 1, 0 stands for none. */
export interface RunProgress {
  readonly state: RunState;
  /** Images read, of `total`. */
  readonly read: number;
  readonly total: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** The latest figures, of the batches of this epoch so far. */
  readonly logs: Logs;
  /** Estimated by the batches so far; null where nothing is known. */
  readonly secondsLeft: number | null;
  readonly device: WorkerDevice | null;
  /** Of the epochs that are done. */
  readonly history: Measured;
  /** Names of images that cannot be read. */
  readonly skipped: readonly string[];
}

/** Before anything is known. */
export const START: RunProgress = {
  state: 'reading',
  read: 0,
  total: 0,
  epoch: 0,
  epochs: 0,
  batch: 0,
  batches: 0,
  logs: {},
  secondsLeft: null,
  device: null,
  history: {},
  skipped: [],
};

/** The figures of one more epoch. */
export const extended = (history: Measured, logs: Logs): Measured =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, [...(history[name] ?? []), value]]));
