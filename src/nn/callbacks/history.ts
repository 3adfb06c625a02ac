import type { Logs } from '../training/logs.ts';
import type { Callback } from './callback.ts';

/** What was measured at the end of each epoch. `fit` returns one. https://keras.io/api/callbacks/ */
export class History implements Callback {
  /** Numbers of the epochs, counted from 0. */
  readonly epoch: number[] = [];
  /** One value for each epoch by name: `loss`, `accuracy`, `val_loss`, … */
  readonly history: Record<string, number[]> = {};

  onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}
