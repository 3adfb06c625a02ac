import { DeviceLostError } from '../../errors.ts';
import { History } from '../../nn/callbacks/history.ts';
import type { Model } from '../../nn/models/model.ts';
import { modelToPortable, type PortableModel } from '../../nn/models/portable-model.ts';
import { modelFromStored, type StoredProgress, setStoredProgress } from '../../nn/models/stored-model.ts';
import type { Optimizer } from '../../nn/optimizers/optimizer.ts';
import { Deferred } from './deferred.ts';
import { explainedLoss } from './explained-loss.ts';
import type { PageCallback } from './page-callback.ts';
import type { PageData } from './page-data.ts';
import type { TrainingJob, TrainingRecord, WorkerDevice } from './training-job.ts';
import { TrainingEvents } from './worker-events.ts';
import { type TrainingMessage, WorkerLink } from './worker-link.ts';

/** Where a training in a worker is. */
export type WorkerTrainingState = 'starting' | 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

/** What a training in a worker begins with. */
export interface TrainingSetup {
  readonly model: Model;
  readonly config: PortableModel['config'];
  readonly job: Omit<TrainingJob, 'model'>;
  /** Memory that goes over to the worker. */
  readonly transfer: ArrayBuffer[];
  readonly data: PageData;
  /** The page's own, which follows when the learning rate changes. */
  readonly optimizer: Optimizer | null;
  readonly callbacks: readonly PageCallback[];
  readonly signal: AbortSignal | null;
  startWorker(): Worker;
}

/** The weights of a finished epoch, with the optimizer's state. */
interface FinishedEpoch {
  readonly epoch: number;
  readonly progress: StoredProgress;
}

/**
 * A training that goes on in a worker. Its events are those of `WorkerTrainingEvents`; each is a `CustomEvent`.
 *
 * ```ts
 * training.addEventListener('epochend', ({ detail: { epoch, logs } }) => console.log(epoch + 1, logs['loss']));
 * ```
 */
export class WorkerTraining extends TrainingEvents {
  /** What the model is trained on, once that is known; rejects where there is nothing. */
  readonly ready: Promise<WorkerDevice>;
  /**
   * What was measured, once training has ended or was stopped: then the model has the trained weights, and the state of
   * the optimizer with which a next training goes on. Rejects with what went wrong, in a class of cnn-gpu's errors where
   * it is one; with the signal's reason when it was aborted. Then the model has the weights of the last epoch that ended.
   */
  readonly finished: Promise<History>;
  readonly #setup: TrainingSetup;
  readonly #ready = new Deferred<WorkerDevice>();
  readonly #finished = new Deferred<History>();
  readonly #snapshots = new Map<number, Deferred<void>>();
  readonly #abort = () => this.#fail(this.#setup.signal?.reason);
  #link: WorkerLink | null = null;
  #state: WorkerTrainingState = 'starting';
  #epoch: number;
  #last: FinishedEpoch | null = null;
  #snapshotsAsked = 0;

  /** @internal Comes from `trainInWorker`. */
  constructor(setup: TrainingSetup) {
    super();
    this.#setup = setup;
    this.#epoch = setup.job.fit.initialEpoch ?? 0;
    this.ready = this.#ready.promise;
    this.finished = this.#finished.promise;
    // Whoever waits for the end hears of it there.
    this.ready.catch(() => {});
    void this.#start();
  }

  /** Where the training is. `paused` once the worker has finished the batch that it was in. */
  get state(): WorkerTrainingState {
    return this.#state;
  }

  /** Rests after the current batch, until `resume`. */
  pause(): void {
    this.#link?.post({ type: 'pause' });
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#link?.post({ type: 'resume' });
  }

  /**
   * Ends training after the current batch, as a callback of `fit` does: the epoch is validated and ended all the same;
   * with `immediately` it ends without validation. `finished` resolves as always.
   */
  stop({ immediately = false }: { readonly immediately?: boolean } = {}): void {
    this.#link?.post({ type: 'stop', immediately });
  }

  /** Copies the current weights and the optimizer's state into the model, while training goes on. */
  async snapshot(): Promise<void> {
    if (this.#hasEnded) {
      await this.finished;
      return;
    }
    const id = this.#snapshotsAsked++;
    const taken = new Deferred<void>();
    this.#snapshots.set(id, taken);
    this.#link?.post({ type: 'snapshot', id });
    await taken.promise;
  }

  /**
   * A new model with the weights of the last epoch that has ended; null when none has. For a model that is on a device
   * that was lost itself, or to predict on the page while training goes on.
   */
  modelOfLastEpoch(): Model | null {
    if (this.#last === null) return null;
    return modelFromStored({ config: this.#setup.config, ...this.#last.progress, metadata: {} });
  }

  get #hasEnded(): boolean {
    return this.#state === 'finished' || this.#state === 'stopped' || this.#state === 'failed';
  }

  async #start(): Promise<void> {
    const { model, config, job, transfer, data, signal, startWorker } = this.#setup;
    try {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', this.#abort);
      // Before anything is awaited, so that what is asked for from now on is heard.
      this.#link = new WorkerLink(startWorker, data, {
        receive: (message) => this.#receive(message),
        fail: (error) => this.#fail(error),
      });
      this.#link.post({ type: 'start', job: { ...job, model: await modelToPortable(model, config) } }, transfer);
    } catch (error) {
      // Whoever asked adds listeners first.
      await Promise.resolve();
      this.#fail(error);
    }
  }

  #receive(message: TrainingMessage): void {
    if (this.#hasEnded) return;
    try {
      this.#take(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(message: TrainingMessage): void {
    switch (message.type) {
      case 'ready':
        this.#ready.resolve(message.device);
        this.tell('ready', message.device);
        return;
      case 'trainBegin':
        this.#state = 'training';
        this.#call('onTrainBegin');
        return;
      case 'epochBegin': {
        const { epoch, steps } = message;
        this.#epoch = epoch;
        this.#call('onEpochBegin', epoch);
        this.tell('epochbegin', { epoch, steps });
        return;
      }
      case 'batchEnd': {
        const { epoch, batch, logs } = message;
        this.#call('onTrainBatchEnd', batch, logs);
        this.tell('batchend', { epoch, batch, logs });
        return;
      }
      case 'epochEnd': {
        const { epoch, logs, progress } = message;
        this.#last = { epoch, progress };
        this.#call('onEpochEnd', epoch, logs);
        this.tell('epochend', { epoch, logs });
        return;
      }
      case 'paused':
        this.#state = 'paused';
        this.tell('pause', null);
        return;
      case 'resumed':
        this.#state = 'training';
        this.tell('resume', null);
        return;
      case 'snapshot':
        this.#apply(message.progress);
        this.#settleSnapshot(message.id, (taken) => taken.resolve());
        return;
      case 'snapshotFailed':
        this.#settleSnapshot(message.id, (taken) => taken.reject(this.#link?.errorOf(message.error)));
        return;
      case 'finished':
        this.#finish(message.record, message.progress);
        return;
      case 'failed':
        this.#fail(this.#link?.errorOf(message.error));
        return;
    }
  }

  #finish({ epoch, history, stopped }: TrainingRecord, progress: StoredProgress): void {
    this.#apply(progress);
    this.#call('onTrainEnd');
    const measured = new History();
    measured.epoch.push(...epoch);
    Object.assign(measured.history, history);
    this.#close(stopped ? 'stopped' : 'finished');
    for (const taken of this.#snapshots.values()) taken.resolve();
    this.#finished.resolve(measured);
    this.tell('finish', measured);
  }

  #fail(reason: unknown): void {
    if (this.#hasEnded) return;
    try {
      if (this.#last !== null) this.#apply(this.#last.progress);
    } catch {
      // The model is on a device that was lost, too: `modelOfLastEpoch` has what was to be kept.
    }
    const ended = this.#last === null ? 0 : this.#last.epoch + 1;
    const error =
      reason instanceof DeviceLostError ? explainedLoss(reason, this.#setup.model, this.#epoch, ended) : reason;
    this.#close('failed');
    for (const taken of this.#snapshots.values()) taken.reject(error);
    this.#ready.reject(error);
    this.#finished.reject(error);
    this.tell('error', error);
  }

  #close(state: WorkerTrainingState): void {
    this.#state = state;
    this.#setup.signal?.removeEventListener('abort', this.#abort);
    this.#link?.close();
  }

  #apply(progress: StoredProgress): void {
    const { model, optimizer } = this.#setup;
    setStoredProgress(model, progress);
    const rate = progress.training?.optimizer?.config['learningRate'];
    if (optimizer !== null && typeof rate === 'number') optimizer.learningRate = rate;
  }

  #settleSnapshot(id: number, settle: (taken: Deferred<void>) => void): void {
    const taken = this.#snapshots.get(id);
    this.#snapshots.delete(id);
    if (taken !== undefined) settle(taken);
  }

  /** Calls a hook of all callbacks. An error in one ends the training, as in `fit`. */
  #call(hook: keyof PageCallback, ...values: readonly unknown[]): void {
    for (const callback of this.#setup.callbacks) {
      const called = (callback[hook] as ((...values: unknown[]) => unknown) | undefined)?.call(
        callback,
        ...values,
        this,
      );
      Promise.resolve(called).catch((error) => {
        // After a good end there is nothing that could fail: the page hears of it as of any promise that rejects.
        if (this.#hasEnded && this.#state !== 'failed') throw error;
        this.#fail(error);
      });
    }
  }
}
