import { setImmediate } from 'node:timers/promises';
import { CnnGpuError } from '../errors.ts';
import type { Callback, Run } from '../index.ts';

/** Exit status of a command that Ctrl-C ended, by custom 128 + the signal's number. */
export const INTERRUPTED_STATUS = 130;

/**
 * Lets Ctrl-C end a training after the current batch; a second one ends the process at once. Files are written whole or
 * not at all, so neither leaves half of one.
 */
export class Interruption implements Callback {
  #isRequested = false;
  readonly #notify: () => void;

  /** @param notify called at the first Ctrl-C. */
  constructor(notify: () => void) {
    this.#notify = notify;
  }

  get isRequested(): boolean {
    return this.#isRequested;
  }

  onTrainBegin(): void {
    process.on('SIGINT', this.#request);
    process.on('SIGTERM', this.#request);
  }

  async onTrainBatchEnd(_batch: number, _logs: unknown, run: Run): Promise<void> {
    await signals();
    if (this.#isRequested) run.stopTraining({ immediately: true });
  }

  onTestBatchEnd(): Promise<void> {
    return signals();
  }

  onEpochEnd(_epoch: number, _logs: unknown, run: Run): void {
    if (this.#isRequested) run.stopTraining({ immediately: true });
  }

  /** Gives Ctrl-C its usual meaning back. */
  release(): void {
    process.off('SIGINT', this.#request);
    process.off('SIGTERM', this.#request);
  }

  readonly #request = (): void => {
    if (this.#isRequested) process.exit(INTERRUPTED_STATUS);
    this.#isRequested = true;
    this.#notify();
  };
}

/**
 * Lets a signal arrive: work on the processor, and data in memory, never wait for anything, so that no signal would be
 * heard until the epoch is over.
 */
const signals = (): Promise<void> => setImmediate();

/** The error that ends a command after Ctrl-C. */
export const interruptedError = (message: string): CnnGpuError => new CnnGpuError('INTERRUPTED', message);

/** Waits for Ctrl-C; a second one ends the process at once. */
export const untilInterrupted = (): Promise<void> =>
  new Promise((heard) => {
    const hear = (): void => {
      process.off('SIGINT', hear);
      process.off('SIGTERM', hear);
      heard();
    };
    process.on('SIGINT', hear);
    process.on('SIGTERM', hear);
  });
