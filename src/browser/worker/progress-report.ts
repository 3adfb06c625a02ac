import type { Callback, Run } from '../../nn/callbacks/callback.ts';
import { progressToStored, type StoredProgress } from '../../nn/models/stored-model.ts';
import type { Logs } from '../../nn/training/logs.ts';
import type { Port, WorkerMessage } from './messages.ts';

/** Milliseconds between reports of batches: a page need not hear of each of hundreds in a second. */
const REPORT_INTERVAL = 50;

/** Tells the page what a training has come to. */
export class ProgressReport implements Callback {
  readonly #port: Port<WorkerMessage>;
  #epoch = 0;
  #lastReport = 0;

  constructor(port: Port<WorkerMessage>) {
    this.#port = port;
  }

  onTrainBegin(): void {
    this.#port.postMessage({ type: 'trainBegin' });
  }

  onEpochBegin(epoch: number, { params }: Run): void {
    this.#epoch = epoch;
    this.#port.postMessage({ type: 'epochBegin', epoch, steps: params.steps });
  }

  onTrainBatchEnd(batch: number, logs: Logs, { params }: Run): void {
    const now = performance.now();
    if (now - this.#lastReport < REPORT_INTERVAL && batch + 1 !== params.steps) return;
    this.#lastReport = now;
    this.#port.postMessage({ type: 'batchEnd', epoch: this.#epoch, batch, logs });
  }

  async onEpochEnd(epoch: number, logs: Logs, { model }: Run): Promise<void> {
    const progress = await progressToStored(model);
    this.#port.postMessage({ type: 'epochEnd', epoch, logs, progress }, weightMemory(progress));
  }
}

/** The memory of weights and the optimizer's state, to be transferred. */
export function weightMemory({ layers, training }: StoredProgress): ArrayBuffer[] {
  const arrays = [...layers.flatMap(({ weights }) => weights), ...(training?.slots ?? [])];
  return [...new Set(arrays.map(({ data }) => data.buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}
