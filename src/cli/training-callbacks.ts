import { CnnGpuError } from '../errors.ts';
import type { Callback, Logs, Run } from '../index.ts';
import type { DataWait } from './data-wait.ts';
import type { Output } from './output.ts';

/** What the model is saved by: unlike the accuracy it tells apart models that are right equally often. */
export const MONITOR = 'val_loss';

/** Remembers the epoch that the saved model is from. */
export class BestEpoch implements Callback {
  /** Counted from 1; 0 before the first. */
  epoch = 0;
  logs: Logs = {};

  onEpochEnd(epoch: number, logs: Logs): void {
    const value = logs[MONITOR] as number;
    if (this.epoch > 0 && value >= (this.logs[MONITOR] as number)) return;
    this.epoch = epoch + 1;
    this.logs = logs;
  }
}

/** Reports each epoch to programs. */
export class EpochEvents implements Callback {
  readonly #output: Output;
  readonly #dataWait: DataWait;

  constructor(output: Output, dataWait: DataWait) {
    this.#output = output;
    this.#dataWait = dataWait;
  }

  onEpochEnd(epoch: number, logs: Logs): void {
    this.#output.event({
      event: 'epoch',
      epoch: epoch + 1,
      ...logs,
      dataWaitSeconds: this.#dataWait.epochSeconds,
    });
  }
}

/** Ends a training whose loss is no longer a number. */
export const refuseDivergence: Callback = {
  onEpochEnd(epoch, { loss, val_loss }) {
    if (Number.isFinite(loss) && Number.isFinite(val_loss)) return;
    throw new CnnGpuError(
      'DIVERGED',
      `The loss is no longer a number after epoch ${epoch + 1}. Try a smaller --learning-rate.`,
      { epoch: epoch + 1, loss, val_loss },
    );
  },
};

/** An epoch that was interrupted has no validation; its figures are left out. */
export const onlyWholeEpochs = (callback: Callback): Callback => ({
  async onEpochEnd(epoch: number, logs: Logs, run: Run): Promise<void> {
    if (MONITOR in logs) await callback.onEpochEnd?.(epoch, logs, run);
  },
});
