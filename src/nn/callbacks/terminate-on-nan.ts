import { checkOptionNames } from '../options.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run } from './callback.ts';

/**
 * Stops training after the first batch with which the loss is no longer a number, or infinite, and names it. For that
 * the loss is read after each batch, which waits for the device. https://keras.io/api/callbacks/terminate_on_nan/
 */
export class TerminateOnNaN implements Callback {
  readonly #print: (message: string) => void;

  /**
   * @param options.print where the message goes; default `console.log`.
   * @throws ValueError for unknown options.
   */
  constructor(options: { readonly print?: (message: string) => void } = {}) {
    checkOptionNames('TerminateOnNaN', options, ['print']);
    this.#print = options.print ?? console.log;
  }

  async onTrainBatchEnd(batch: number, _logs: Logs, run: Run): Promise<void> {
    const { loss } = await run.readLogs();
    if (loss === undefined || Number.isFinite(loss)) return;
    this.#print(`Batch ${batch}: Invalid loss, terminating training`);
    run.stopTraining();
  }
}
