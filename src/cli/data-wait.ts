import type { Callback, Logs, Run, StepTimes } from '../index.ts';

/** Sums up how long training steps waited for their batches. */
export class DataWait implements Callback {
  #epochMs = 0;
  #waitedMs = 0;
  #stepsMs = 0;

  onEpochBegin(): void {
    this.#epochMs = 0;
  }

  onTrainBatchEnd(_batch: number, _logs: Logs, _run: Run, { data, issue, device }: StepTimes): void {
    this.#epochMs += data;
    this.#waitedMs += data;
    this.#stepsMs += data + issue + device;
  }

  /** Seconds that the steps of this epoch waited. */
  get epochSeconds(): number {
    return this.#epochMs / 1000;
  }

  /** Seconds that all steps waited. */
  get seconds(): number {
    return this.#waitedMs / 1000;
  }

  /** The same for people: "the steps waited 0.8 s of 6.3 s for data". */
  describe(): string {
    return `the steps waited ${this.seconds.toFixed(1)} s of ${(this.#stepsMs / 1000).toFixed(1)} s for data`;
  }
}
