import type { History } from '../../nn/callbacks/history.ts';
import type { Logs } from '../../nn/training/logs.ts';
import type { WorkerDevice } from './training-job.ts';

/** The details of a training's events, by the type of the event. Epochs and batches count from 0. */
export interface WorkerTrainingEvents {
  readonly ready: WorkerDevice;
  /** `steps` is the number of batches in an epoch, where it is known. */
  readonly epochbegin: { readonly epoch: number; readonly steps: number | undefined };
  /** One in 50 milliseconds, and the last of an epoch. */
  readonly batchend: { readonly epoch: number; readonly batch: number; readonly logs: Logs };
  readonly epochend: { readonly epoch: number; readonly logs: Logs };
  readonly pause: null;
  readonly resume: null;
  readonly finish: History;
  /** The reason for which `finished` rejects. */
  readonly error: unknown;
}

/** Something whose events are those of a training. */
export class TrainingEvents extends EventTarget {
  override addEventListener<K extends keyof WorkerTrainingEvents>(
    type: K,
    listener: (event: CustomEvent<WorkerTrainingEvents[K]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: ((event: CustomEvent) => void) | EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListenerOrEventListenerObject | null, options);
  }

  /** @internal */
  protected tell<K extends keyof WorkerTrainingEvents>(type: K, detail: WorkerTrainingEvents[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
