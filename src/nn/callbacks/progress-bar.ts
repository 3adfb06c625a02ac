import { checkChoice, checkOptionNames } from '../options.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run } from './callback.ts';
import { finishedLine, type Progress, plainLine, runningLine } from './progress-line.ts';

/** Where text goes: `process.stdout` is one. */
export interface TextSink {
  write(text: string): unknown;
  /** Whether a line can be written over. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters. */
  readonly columns?: number | undefined;
}

export interface ProgressBarOptions {
  readonly output: TextSink;
  /** 1 is a live bar where the output is a terminal, 2 one line for each epoch. Default 1. */
  readonly verbose?: 1 | 2;
  /** The time in seconds. Default: the system's clock. */
  readonly clock?: () => number;
}

/** Shortest time between two drawings, in seconds. */
const DRAW_INTERVAL = 0.05;

/** The epoch or evaluation that is running. */
interface Stretch {
  readonly begin: number;
  readonly total: number | undefined;
  readonly title: string;
  done: number;
  firstDoneAt: number;
  drawnAt: number;
}

/**
 * Shows how far `fit` or `evaluate` is, in Keras's words: a live bar with the time left in a terminal, and one line for
 * each epoch elsewhere. Put it before other callbacks that print.
 */
export class ProgressBar implements Callback {
  readonly #output: TextSink;
  readonly #isLive: boolean;
  readonly #clock: () => number;
  #training: Run | null = null;
  #stretch: Stretch | null = null;
  #knownTotal: number | undefined;
  #drawnWidth = 0;

  /** @throws ValueError for unknown options and values. */
  constructor(options: ProgressBarOptions) {
    checkOptionNames('ProgressBar', options, ['output', 'verbose', 'clock']);
    const { output, verbose = 1, clock = () => performance.now() / 1000 } = options;
    checkChoice('ProgressBar: verbose', verbose, [1, 2]);
    this.#output = output;
    this.#isLive = verbose === 1 && output.isTTY === true;
    this.#clock = clock;
  }

  onTrainBegin(run: Run): void {
    this.#training = run;
    this.#knownTotal = run.params.steps;
  }

  onEpochBegin(epoch: number, run: Run): void {
    const title = `Epoch ${epoch + 1}/${run.params.epochs}`;
    if (this.#isLive) this.#output.write(`${title}\n`);
    this.#begin(this.#knownTotal, `${title} - `);
  }

  onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#advance(batch + 1, logs);
  }

  onEpochEnd(_epoch: number, logs: Logs): void {
    this.#knownTotal ??= this.#stretch?.done;
    this.#finish(logs);
  }

  onTestBegin(run: Run): void {
    if (run !== this.#training) this.#begin(run.params.steps, '');
  }

  onTestBatchEnd(batch: number, run: Run): void {
    if (run !== this.#training) this.#advance(batch + 1, {});
  }

  onTestEnd(logs: Logs, run: Run): void {
    if (run !== this.#training) this.#finish(logs);
  }

  #begin(total: number | undefined, title: string): void {
    const begin = this.#clock();
    this.#stretch = { begin, total, title, done: 0, firstDoneAt: begin, drawnAt: -Infinity };
    this.#drawnWidth = 0;
  }

  #advance(done: number, logs: Logs): void {
    const stretch = this.#stretch;
    if (stretch === null) return;
    stretch.done = done;
    const now = this.#clock();
    if (done === 1) stretch.firstDoneAt = now;
    if (!this.#isLive || now - stretch.drawnAt < DRAW_INTERVAL) return;
    stretch.drawnAt = now;
    const line = runningLine(progressOf(stretch, now, logs));
    // A line that wraps could not be written over.
    this.#draw(line.slice(0, (this.#output.columns || Infinity) - 1), '');
  }

  #finish(logs: Logs): void {
    const stretch = this.#stretch;
    if (stretch === null) return;
    const progress = progressOf(stretch, this.#clock(), logs);
    if (this.#isLive) this.#draw(finishedLine(progress), '\n');
    else this.#output.write(`${stretch.title}${plainLine(progress)}\n`);
    this.#stretch = null;
  }

  #draw(line: string, end: string): void {
    this.#output.write(`\r${line.padEnd(this.#drawnWidth)}${end}`);
    this.#drawnWidth = line.length;
  }
}

/** The first step takes longer, as it is prepared in it; the time of a step is the mean of the others. */
function progressOf({ begin, total, done, firstDoneAt }: Stretch, now: number, logs: Logs): Progress {
  const secondsPerStep = done > 1 ? (now - firstDoneAt) / (done - 1) : (now - begin) / Math.max(done, 1);
  return { done, total, seconds: now - begin, secondsPerStep, logs };
}
