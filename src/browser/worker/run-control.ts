import type { Callback, Run } from '../../nn/callbacks/callback.ts';
import { turns } from '../turns.ts';

/** Milliseconds of work after which the worker looks for messages. */
const MESSAGE_INTERVAL = 20;

/**
 * Lets a training be paused and stopped from outside: after each batch it takes what was asked for, and gives the thread
 * back for a moment where it was held long, since messages come in between tasks only.
 */
export class RunControl implements Callback {
  readonly #tell: (state: 'paused' | 'resumed') => void;
  readonly #giveWay = turns(MESSAGE_INTERVAL);
  #isPaused = false;
  #wanted: 'run' | 'stop' | 'stopImmediately' = 'run';
  #wake: () => void = () => {};

  /** @param tell hears when a pause begins and ends. */
  constructor(tell: (state: 'paused' | 'resumed') => void) {
    this.#tell = tell;
  }

  /** Whether it was asked to stop. */
  get isStopped(): boolean {
    return this.#wanted !== 'run';
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake();
  }

  stop(immediately: boolean): void {
    this.#wanted = immediately || this.#wanted === 'stopImmediately' ? 'stopImmediately' : 'stop';
    this.#wake();
  }

  onTrainBegin(run: Run): Promise<void> {
    return this.#turn(run);
  }

  onTrainBatchEnd(_batch: number, _logs: unknown, run: Run): Promise<void> {
    return this.#turn(run);
  }

  onTestBatchEnd(_batch: number, run: Run): Promise<void> {
    return this.#turn(run);
  }

  async #turn(run: Run): Promise<void> {
    await this.#giveWay();
    if (this.#isPaused && !this.isStopped) {
      this.#tell('paused');
      while (this.#isPaused && !this.isStopped) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      this.#tell('resumed');
    }
    if (this.isStopped) run.stopTraining({ immediately: this.#wanted === 'stopImmediately' });
  }
}
