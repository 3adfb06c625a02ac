import type { Callback, Run, StepTimes } from '../nn/callbacks/callback.ts';
import type { Logs } from '../nn/training/logs.ts';
import { median } from './step-profile.ts';

/** Where the time of training steps went on the host, in milliseconds: medians, and the sum of the waits for data. */
export interface TimelineSummary {
  readonly steps: number;
  /** From a batch being asked for until the next one is. */
  readonly step: number;
  readonly data: number;
  readonly issue: number;
  readonly device: number;
  readonly dataSum: number;
}

/** Notes where the time of each training step goes. */
export class TrainingTimeline implements Callback {
  readonly #steps: StepTimes[] = [];

  get steps(): readonly StepTimes[] {
    return this.#steps;
  }

  onTrainBatchEnd(_batch: number, _logs: Logs, _run: Run, times: StepTimes): void {
    this.#steps.push(times);
  }

  /** Leaves out the first step of the run, which compiles and plans, unless it is the only one. */
  get summary(): TimelineSummary {
    const steps = this.#steps.length > 1 ? this.#steps.slice(1) : this.#steps;
    const of = (part: (times: StepTimes) => number) => median(steps.map(part));
    return {
      steps: this.#steps.length,
      step: of(({ data, issue, device }) => data + issue + device),
      data: of(({ data }) => data),
      issue: of(({ issue }) => issue),
      device: of(({ device }) => device),
      dataSum: this.#steps.reduce((sum, { data }) => sum + data, 0),
    };
  }
}
