import { ValueError } from '../../errors.ts';
import { checkChoice } from '../options.ts';
import type { Logs } from '../training/logs.ts';

/** Whether a smaller or a greater value is better. `'auto'`: greater for accuracies and areas under curves, else smaller. */
export type MonitorMode = 'auto' | 'min' | 'max';

export interface MonitorOptions {
  /** A key of the epoch's logs. */
  readonly monitor: string;
  readonly mode: MonitorMode;
  /** By how much a value must be better, at least; the sign does not count. */
  readonly minDelta?: number;
  /** What there is to say where logs do not have the value; the names of those they have are added. */
  readonly missing: string;
}

/** Watches one value of the logs. https://github.com/keras-team/keras/blob/master/keras/src/callbacks/monitor_callback.py */
export class Monitor {
  readonly name: string;
  /** What every value is better than. */
  readonly worst: number;
  readonly #minDelta: number;
  readonly #missing: string;
  #warned = false;

  /** @throws ValueError for an unknown mode and a `minDelta` that is no number. */
  constructor(owner: string, { monitor, mode, minDelta = 0, missing }: MonitorOptions) {
    checkChoice(`${owner}: mode`, mode, ['auto', 'min', 'max']);
    if (!Number.isFinite(minDelta)) {
      throw new ValueError(`${owner}: minDelta is ${minDelta}; a number is expected.`, { minDelta });
    }
    const isGreaterBetter = mode === 'max' || (mode === 'auto' && /(acc|accuracy|auc)$/i.test(monitor));
    this.name = monitor;
    this.worst = isGreaterBetter ? -Infinity : Infinity;
    this.#minDelta = Math.abs(minDelta);
    this.#missing = missing;
  }

  /** Whether a value is better than another by more than `minDelta`. NaN is never better. */
  isBetter(value: number, than: number): boolean {
    return this.worst < 0 ? value - this.#minDelta > than : value + this.#minDelta < than;
  }

  /** The watched value; where there is none, `undefined`, and the first time a warning that names those there are. */
  read(logs: Logs, warn: (message: string) => void): number | undefined {
    const value = logs[this.name];
    if (value === undefined && !this.#warned) {
      this.#warned = true;
      warn(`${this.#missing} Available metrics are: ${Object.keys(logs).join(',')}`);
    }
    return value;
  }
}
