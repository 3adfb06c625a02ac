import { ConfigError, FormatError, listNames } from '../errors.ts';
import {
  applications,
  type Batch,
  type Callback,
  countParameters,
  Dataset,
  type Device,
  decayingOptimizer,
  imageNetworks,
  inputShapeOf,
  type Model,
  objectiveOf,
  ProgressBar,
  type TrainingDefaults,
} from '../index.ts';
import type { ApplicationStart } from './application-classifier.ts';
import { batches, type Part, type TrainingData } from './data-parts.ts';
import type { Interruption } from './interruption.ts';
import { loadClassifier } from './load-classifier.ts';
import type { Output } from './output.ts';
import { buildNetwork, isNetworkName } from './read-model.ts';

/** What was measured of a model; null where there is nothing, such as the epochs of a model that was trained before. */
export interface ComparisonRow {
  readonly model: string;
  readonly parameters: number;
  readonly trainable: number;
  readonly epochs: number;
  /** The epoch of the least loss on the validation images, counted from 1. */
  readonly bestEpoch: number | null;
  /** Accuracy and loss on the validation images after that epoch. */
  readonly valAccuracy: number;
  readonly valLoss: number;
  /** The middle one of all epochs, validation included. */
  readonly secondsPerEpoch: number | null;
  /** The middle one of several predictions of one image, in milliseconds. */
  readonly predictMilliseconds: number;
}

/** What all models of a comparison share. */
export interface ComparisonPlan extends ApplicationStart {
  readonly data: TrainingData;
  readonly device: Device;
  readonly seed: number;
  /** Instead of what each model asks for. */
  readonly settings: Partial<TrainingDefaults>;
  readonly interruption: Interruption;
}

/** Whether a name is that of a file with a trained model, which is measured as it is. */
const isTrainedModel = (name: string): boolean => /\.(safetensors|keras|h5|hdf5)$/i.test(name);

/** Refuses names that stand for no model. Throws `ConfigError` that lists the right ones. */
export function checkComparedName(name: string): void {
  if (isNetworkName(name) || isTrainedModel(name)) return;
  throw new ConfigError(
    `There is no model "${name}". Choose of ${listNames([...Object.keys(applications), ...Object.keys(imageNetworks)])}, or name ` +
      'a .json file of layers or the file of a trained model.',
    { model: name },
  );
}

/** Trains a model, or loads a trained one, and measures it. */
export async function compareModel(name: string, plan: ComparisonPlan, output: Output): Promise<ComparisonRow> {
  return isTrainedModel(name) ? evaluated(name, plan) : trained(name, plan, output);
}

async function trained(name: string, plan: ComparisonPlan, output: Output): Promise<ComparisonRow> {
  const { data, device, seed, interruption } = plan;
  const { preprocessing, training, validation } = data;
  const { model, defaults } = await buildNetwork(
    name,
    inputShapeOf(preprocessing),
    preprocessing.classNames.length,
    plan,
  );
  const { optimizer, learningRate, batchSize, epochs } = { ...defaults, ...given(plan.settings) };
  const { loss, targets } = objectiveOf(model);
  const steps = Math.ceil(training.count / batchSize) * epochs;
  const rule = decayingOptimizer(optimizer, learningRate, steps);
  model.compile({ device, optimizer: rule, loss, metrics: ['accuracy'], seed });
  const clock = new EpochClock();
  const { history } = await model.fit(batches(targets(training.samples), batchSize), {
    epochs,
    validationData: batches(targets(validation.samples), batchSize),
    callbacks: [...(output.isQuiet ? [] : [new ProgressBar({ output: output.messages })]), interruption, clock],
  });
  const losses = history['val_loss'] ?? [];
  const best = losses.reduce((least, value, i) => (value < (losses[least] as number) ? i : least), 0);
  return {
    model: name,
    ...counts(model),
    epochs: losses.length,
    bestEpoch: best + 1,
    valAccuracy: history['val_accuracy']?.[best] ?? Number.NaN,
    valLoss: losses[best] ?? Number.NaN,
    secondsPerEpoch: median(clock.seconds),
    predictMilliseconds: await predictionTime(model, validation),
  };
}

async function evaluated(path: string, { data, device }: ComparisonPlan): Promise<ComparisonRow> {
  const { model, objective, preprocessing } = await loadClassifier(path, device);
  const [own, wanted] = [preprocessing, data.preprocessing].map(
    (form) => `${inputShapeOf(form).join('x')} of ${form.classNames.join(', ')}`,
  );
  if (own !== wanted) {
    throw new FormatError(`The model ${path} takes images ${own}; the data has ${wanted}.`, { path });
  }
  const { loss, accuracy } = await model.evaluate(batches(objective.targets(data.validation.samples), 32));
  return {
    model: path,
    ...counts(model),
    epochs: 0,
    bestEpoch: null,
    valAccuracy: accuracy ?? Number.NaN,
    valLoss: loss ?? Number.NaN,
    secondsPerEpoch: null,
    predictMilliseconds: await predictionTime(model, data.validation),
  };
}

/** Options that were given, without those that are undefined. */
const given = (settings: Partial<TrainingDefaults>): Partial<TrainingDefaults> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

function counts(model: Model): Pick<ComparisonRow, 'parameters' | 'trainable'> {
  const { total, trainable } = countParameters(model.weightSpecs);
  return { parameters: total, trainable };
}

/** Predictions that are timed, after one that plans the work. */
const PREDICTIONS = 5;

async function predictionTime(model: Model, { samples }: Part): Promise<number> {
  const single = Dataset.from([await first(batches(samples, 1))]);
  const times: number[] = [];
  for (let i = 0; i <= PREDICTIONS; i++) {
    const begin = performance.now();
    await model.predict(single);
    times.push(performance.now() - begin);
  }
  return median(times.slice(1));
}

async function first(data: Dataset<Batch>): Promise<Batch> {
  for await (const batch of data) return batch;
  throw new FormatError('There is no image to validate on.');
}

/** The middle value; the upper one of two. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Times epochs with their validation. */
class EpochClock implements Callback {
  readonly seconds: number[] = [];
  #begin = 0;

  onEpochBegin(): void {
    this.#begin = performance.now();
  }

  onEpochEnd(): void {
    this.seconds.push((performance.now() - this.#begin) / 1000);
  }
}
