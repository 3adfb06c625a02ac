import { listNames, ValueError } from '../errors.ts';
import { EarlyStopping } from '../nn/callbacks/early-stopping.ts';
import { LearningRateScheduler } from '../nn/callbacks/learning-rate-scheduler.ts';
import { ModelCheckpointBase } from '../nn/callbacks/model-checkpoint-base.ts';
import { ReduceLROnPlateau } from '../nn/callbacks/reduce-lr-on-plateau.ts';
import type { Model } from '../nn/models/model.ts';
import { portableConfig } from '../nn/models/portable-model.ts';
import { checkOptionNames } from '../nn/options.ts';
import type { TrainingOptions } from '../nn/training/compiled.ts';
import { checkFitOptions } from '../nn/training/fit-options.ts';
import { portableCompile } from '../nn/training/portable-compile.ts';
import { isArrays, type TrainingData } from '../nn/training/source.ts';
import type { DeviceSettings } from './open-device.ts';
import { isStoreUrl } from './store-url.ts';
import { PAGE_HOOKS, type PageCallback } from './worker/page-callback.ts';
import { PageData } from './worker/page-data.ts';
import { memoryOf } from './worker/portable-data.ts';
import { startWorker } from './worker/start-worker.ts';
import type {
  TrainingJob,
  WorkerCheckpoint,
  WorkerEarlyStopping,
  WorkerFitOptions,
  WorkerReduceLROnPlateau,
} from './worker/training-job.ts';
import { WorkerTraining } from './worker/worker-training.ts';

/** What `trainInWorker` takes besides the model and the data: where, how, and what `fit` takes. */
export interface TrainInWorkerOptions extends DeviceSettings, WorkerFitOptions {
  /** As for `model.compile`, without the device. Default: as the model was compiled. */
  readonly compile?: TrainingOptions;
  /** Evaluated after each epoch; its figures are named `val_…`. */
  readonly validationData?: TrainingData | undefined;
  /** Whether arrays go over to the worker without a copy: the page cannot use them any more. Default false. */
  readonly transfer?: boolean;
  /** Stops training when a value has not become better, as the callback `EarlyStopping`. */
  readonly earlyStopping?: WorkerEarlyStopping;
  /** Lowers the learning rate when a value has not become better, as the callback `ReduceLROnPlateau`. */
  readonly reduceLROnPlateau?: WorkerReduceLROnPlateau;
  /** Saves the model into the browser's storage while it trains, as the callback `ModelCheckpoint`. */
  readonly checkpoint?: WorkerCheckpoint;
  /** Hooks that run on the page. */
  readonly callbacks?: readonly PageCallback[];
  /** Ends the training at once when it is aborted; `finished` then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Starts the worker: needed with bundlers that do not find `cnn-gpu/browser/training-worker` by themselves. */
  readonly worker?: () => Worker;
}

const FIT_OPTIONS = [
  'epochs',
  'initialEpoch',
  'stepsPerEpoch',
  'batchSize',
  'shuffle',
  'validationSplit',
  'validationSteps',
  'validationBatchSize',
  'validationFreq',
  'classWeight',
] as const satisfies readonly (keyof WorkerFitOptions)[];

const OPTIONS = [
  'device',
  'threads',
  'tune',
  'compile',
  ...FIT_OPTIONS,
  'validationData',
  'transfer',
  'earlyStopping',
  'reduceLROnPlateau',
  'checkpoint',
  'callbacks',
  'signal',
  'worker',
] as const satisfies readonly (keyof TrainInWorkerOptions)[];

/**
 * Trains a model in a Web Worker, as `fit` does, while the page stays free. The model of the page need not be compiled;
 * where it has weights and an optimizer's state, training goes on from them, else from the seed. At the end it has those
 * that were trained.
 *
 * ```ts
 * const training = trainInWorker(model, digits.train, {
 *   compile: { optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] },
 *   epochs: 10,
 * });
 * training.addEventListener('epochend', ({ detail }) => console.log(detail.epoch + 1, detail.logs));
 * const { history } = await training.finished;
 * ```
 *
 * @param data arrays, which are copied; or a data set, or anything else that gives batches. These are made on the page,
 *   two ahead of the worker.
 * @throws ValueError for options that are wrong or do not fit the data, and for layers, optimizers, losses and metrics of
 *   the caller's own classes, whose code does not cross to a worker. All that goes wrong later is told by `finished`.
 */
export function trainInWorker(model: Model, data: TrainingData, options: TrainInWorkerOptions = {}): WorkerTraining {
  checkOptionNames('trainInWorker', options, OPTIONS);
  const { device, threads, tune, validationData, transfer = false } = options;
  const { earlyStopping = null, reduceLROnPlateau = null, checkpoint = null, callbacks = [] } = options;
  const fit = fitOptions(options);
  checkFitOptions(data, { ...fit, ...(validationData && { validationData }) });
  checkCallbacks(callbacks);
  checkSignal(options.signal);
  // Those of the worker say what is wrong with their options.
  if (earlyStopping !== null) new EarlyStopping(earlyStopping);
  if (reduceLROnPlateau !== null) new ReduceLROnPlateau(reduceLROnPlateau);
  if (checkpoint !== null) checkCheckpoint(checkpoint);
  const pageData = new PageData();
  const { batchSize, validationBatchSize } = fit;
  const validationSize = validationBatchSize ?? (validationData && isArrays(validationData) ? batchSize : undefined);
  const job: Omit<TrainingJob, 'model'> = {
    device: { device, threads, tune },
    compile: portableCompile(compileOptions(model, options.compile)),
    data: pageData.add('fit', data, batchSize),
    validationData: validationData ? pageData.add('fit: validationData', validationData, validationSize) : null,
    fit,
    earlyStopping,
    reduceLROnPlateau,
    checkpoint,
  };
  const config = portableConfig(model);
  checkCloneable({ config, ...job, data: null, validationData: null });
  const optimizer = options.compile?.optimizer ?? model.compiled.optimizer;
  return new WorkerTraining({
    model,
    config,
    job,
    transfer: transfer
      ? memoryOf(...[job.data, job.validationData].flatMap((part) => (part?.kind === 'arrays' ? [part.arrays] : [])))
      : [],
    data: pageData,
    optimizer: typeof optimizer === 'string' ? null : optimizer,
    callbacks,
    signal: options.signal ?? null,
    startWorker: options.worker ?? startWorker,
  });
}

const fitOptions = (options: WorkerFitOptions): WorkerFitOptions =>
  Object.fromEntries(FIT_OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));

function compileOptions(model: Model, given: TrainingOptions | undefined): TrainingOptions {
  if (given !== undefined) {
    checkOptionNames('trainInWorker: compile', given, ['optimizer', 'loss', 'metrics', 'weightedMetrics', 'seed']);
    return given;
  }
  if (model.isCompiled) return model.compiled;
  throw new ValueError(
    `trainInWorker needs to know how to train the model "${model.name}", which is not compiled. Give the option ` +
      'compile: { optimizer, loss }.',
  );
}

/** The callbacks of `fit` act on a model that trains; on the page there is none. */
function checkCallbacks(callbacks: readonly PageCallback[]): void {
  for (const callback of callbacks) {
    if (typeof callback !== 'object' || callback === null) {
      throw new ValueError(`A callback is ${String(callback)}; an object with hooks such as onEpochEnd is expected.`);
    }
    for (const [name, CallbackClass, instead] of INSTEAD) {
      if (!(callback instanceof CallbackClass)) continue;
      throw new ValueError(
        `${name} works on the model that trains, which is in the worker. Give trainInWorker ${instead} instead.`,
      );
    }
    if (Object.getPrototypeOf(callback) === Object.prototype) {
      checkOptionNames('A callback of trainInWorker', callback, PAGE_HOOKS);
    }
  }
}

/** An `AbortController` is easily given for its signal. Signals of frames are of a class of their own. */
function checkSignal(signal: Partial<AbortSignal> | undefined): void {
  if (signal === undefined || typeof signal.throwIfAborted === 'function') return;
  throw new ValueError('trainInWorker: signal is no AbortSignal; the signal of an AbortController is expected.');
}

const INSTEAD: readonly (readonly [name: string, new (...options: never[]) => object, instead: string])[] = [
  ['EarlyStopping', EarlyStopping, 'earlyStopping: { … }'],
  ['ReduceLROnPlateau', ReduceLROnPlateau, 'reduceLROnPlateau: { … }'],
  ['ModelCheckpoint', ModelCheckpointBase, 'checkpoint: { to: "opfs://best.safetensors", … }'],
  [
    'LearningRateScheduler',
    LearningRateScheduler,
    'an optimizer whose learningRate is a schedule, such as ExponentialDecay,',
  ],
];

function checkCheckpoint({ to, preprocessing: _, ...options }: WorkerCheckpoint): void {
  new ModelCheckpointBase(to, async () => {}, options);
  if (isStoreUrl(to) && to.endsWith('.safetensors')) return;
  throw new ValueError(
    `trainInWorker: the checkpoint goes to ${JSON.stringify(to)}; a place in the browser's storage is expected, such as ` +
      `${listNames(['opfs://best.safetensors', 'indexeddb://best.safetensors'])}.`,
    { to },
  );
}

function checkCloneable(job: object): void {
  try {
    structuredClone(job);
  } catch (cause) {
    throw new ValueError(
      `trainInWorker: among the options is something that does not cross to a worker: ${(cause as Error).message} ` +
        'Functions are for callbacks, which run on the page.',
    );
  }
}
