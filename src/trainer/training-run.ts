import { trainInWorker, type WorkerTraining } from '../browser/index.ts';
import type { Measured } from '../charts/training-curves.ts';
import { CnnGpuError, DeviceLostError } from '../errors.ts';
import { decayingOptimizer, type ImagePreprocessing, imageNetworks, type Model, objectiveOf } from '../index.ts';
import { augmented } from './augmented-model.ts';
import type { ImageClass } from './image-classes.ts';
import { chooseImageForm } from './image-form.ts';
import { modelCopy } from './model-copy.ts';
import { extended, type RunProgress, START } from './run-progress.ts';
import { trainingArrays } from './training-arrays.ts';
import type { TrainingSettings } from './training-settings.ts';

/** Decides the split, the order and the first weights, as in the command line. */
const SEED = 0;

/** Fewer images a class than this are varied, unless the settings say otherwise. */
const FEW = 100;

/** Where the best model is kept while a run goes on; null keeps none. */
export type KeepAt = `opfs://${string}` | `indexeddb://${string}` | null;

/** A model and how images become its inputs. */
export interface TrainedModel {
  readonly model: Model;
  readonly preprocessing: ImagePreprocessing;
}

/**
 * One training, from images to a model. Events: `change` with every figure, `epoch` when the weights of an epoch are in
 * `model`.
 */
export class TrainingRun extends EventTarget {
  readonly #classes: readonly ImageClass[];
  readonly #settings: TrainingSettings;
  readonly #keepAt: KeepAt;
  readonly #begun: TrainedModel | null;
  readonly #stopped = new AbortController();
  readonly #ended = new AbortController();
  #training: WorkerTraining | null = null;
  #progress: RunProgress;
  #beganAt = 0;
  /** The weights of epochs arrive one after the other. */
  #taken: Promise<void> = Promise.resolve();
  #trained: TrainedModel | null = null;

  constructor(
    classes: readonly ImageClass[],
    settings: TrainingSettings,
    keepAt: KeepAt,
    begun: TrainedModel | null = null,
  ) {
    super();
    this.#classes = classes;
    this.#settings = settings;
    this.#keepAt = keepAt;
    this.#begun = begun;
    this.#progress = { ...START, epochs: settings.epochs };
  }

  get progress(): RunProgress {
    return this.#progress;
  }

  get isRunning(): boolean {
    return !['finished', 'stopped', 'failed'].includes(this.#progress.state);
  }

  /** The model and how images become its inputs, once an epoch is done. */
  get trained(): TrainedModel | null {
    return this.#trained;
  }

  /**
   * Reads the images and trains. It ends well when it is stopped, too.
   *
   * @throws CnnGpuError for images that cannot be trained on, and when a device or worker fails.
   */
  async start(): Promise<void> {
    try {
      await this.#run();
    } catch (error) {
      const isStopped = this.#stopped.signal.aborted;
      this.#change({ state: isStopped ? 'stopped' : 'failed', secondsLeft: null });
      if (!isStopped) throw error instanceof DeviceLostError ? this.#explained(error) : error;
    }
  }

  pause(): void {
    this.#training?.pause();
  }

  resume(): void {
    this.#training?.resume();
  }

  /** Ends the run after the batch that it is in; the best epoch's weights remain. */
  stop(): void {
    this.#stopped.abort();
    this.#training?.stop();
  }

  /** Ends the run and its worker at once; the last epoch's weights remain. */
  end(): void {
    this.stop();
    this.#ended.abort();
  }

  async #run(): Promise<void> {
    const begun = this.#begun;
    const form = begun?.preprocessing ?? (await chooseImageForm(this.#classes, this.#settings.imageSize));
    const { training, validation, skipped } = await trainingArrays(this.#classes, form, {
      seed: SEED,
      signal: this.#stopped.signal,
      onProgress: (read, total) => this.#change({ read, total }),
    });
    this.#change({ state: 'starting', skipped });
    const count = training.xShape[0] as number;
    const { epochs, batchSize, learningRate, augmentation, device } = this.#settings;
    const batches = Math.ceil(count / batchSize);
    const shape = training.xShape.slice(1);
    const network = async () =>
      begun === null ? imageNetworks.small.build(shape, form.classNames.length) : modelCopy(begun.model);
    // The kept model is another than the trained one, which has layers that no prediction needs.
    const model = await network();
    const isVaried = augmentation ?? count < FEW * form.classNames.length;
    const trainee = isVaried ? augmented(await network()) : await network();
    const monitor = validation === null ? 'loss' : 'val_loss';
    const worker = trainInWorker(trainee, training, {
      device,
      epochs,
      batchSize,
      transfer: true,
      compile: {
        optimizer: decayingOptimizer('adam', learningRate, batches * epochs),
        loss: objectiveOf(model).loss,
        metrics: ['accuracy'],
        seed: SEED,
      },
      ...(validation && { validationData: validation }),
      signal: this.#ended.signal,
      earlyStopping: { monitor, patience: epochs, restoreBestWeights: true },
      ...(this.#keepAt && { checkpoint: { to: this.#keepAt, saveBestOnly: true, monitor, preprocessing: form } }),
    });
    this.#training = worker;
    this.#change({ batches });
    this.#follow(worker, { model, preprocessing: form });
    if (this.#stopped.signal.aborted) worker.stop();
    await worker.finished;
    await this.#taken;
    if (this.#trained !== null) model.setWeights(await trainee.getWeights());
    refuseDivergence(this.#progress.history);
    const isStopped = worker.state === 'stopped';
    this.#change({ state: isStopped ? 'stopped' : 'finished', secondsLeft: null });
  }

  #follow(worker: WorkerTraining, trained: TrainedModel): void {
    worker.addEventListener('ready', ({ detail: device }) => {
      this.#beganAt = performance.now();
      this.#change({ device, state: 'training' });
    });
    worker.addEventListener('epochbegin', ({ detail: { epoch } }) => this.#change({ epoch: epoch + 1, batch: 0 }));
    worker.addEventListener('batchend', ({ detail: { batch, logs } }) => {
      this.#change({ batch: batch + 1, logs });
      this.#change({ secondsLeft: this.#secondsLeft() });
    });
    worker.addEventListener('epochend', ({ detail: { logs } }) => {
      this.#change({ logs, history: extended(this.#progress.history, logs) });
      if (!Number.isFinite(logs['loss'])) worker.stop({ immediately: true });
      this.#taken = this.#taken.then(() => this.#takeEpoch(worker, trained));
    });
    let pausedAt = 0;
    worker.addEventListener('pause', () => {
      pausedAt = performance.now();
      this.#change({ state: 'paused' });
    });
    worker.addEventListener('resume', () => {
      this.#beganAt += performance.now() - pausedAt;
      this.#change({ state: 'training' });
    });
  }

  /** Gives the model the weights of the epoch that has ended. */
  async #takeEpoch(worker: WorkerTraining, trained: TrainedModel): Promise<void> {
    const last = worker.modelOfLastEpoch();
    if (last === null) return;
    trained.model.setWeights(await last.getWeights());
    this.#trained = trained;
    this.dispatchEvent(new Event('epoch'));
  }

  /** In words for the person in front of the page. */
  #explained(error: DeviceLostError): CnnGpuError {
    const { epoch, history } = this.#progress;
    const done = history['loss']?.length ?? 0;
    const kept = done === 0 ? 'No epoch was done yet.' : `The model of epoch ${done} is still here.`;
    const text = `The GPU went away in epoch ${epoch}. ${kept} Train again, or choose the processor in the settings.`;
    return new CnnGpuError(error.code, text, error.details, { cause: error });
  }

  #secondsLeft(): number {
    const { epoch, epochs, batch, batches } = this.#progress;
    const done = (epoch - 1) * batches + batch;
    const seconds = (performance.now() - this.#beganAt) / 1000;
    return (seconds / done) * (epochs * batches - done);
  }

  #change(changes: Partial<RunProgress>): void {
    this.#progress = { ...this.#progress, ...changes };
    this.dispatchEvent(new Event('change'));
  }
}

function refuseDivergence({ loss = [] }: Measured): void {
  if (loss.every(Number.isFinite)) return;
  throw new CnnGpuError(
    'DIVERGED',
    `The loss is no longer a number after epoch ${loss.length}. Train again with a smaller learning rate.`,
    { epoch: loss.length },
  );
}
