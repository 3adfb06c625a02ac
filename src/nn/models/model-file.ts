/**
 * A saved model as named arrays and a table of texts, which is what a safetensors file holds. Weights are named
 * `layer/weight`, the optimizer's state `optimizer/layer/weight/slot`. The table has `format` and `version`, `model` (its
 * config as JSON), `preprocessing` (JSON of the caller) and `training` (JSON: the optimizer's name and its steps).
 */
import { showShape } from '../../engine/shape.ts';
import { CnnGpuError, FormatError } from '../../errors.ts';
import type { NamedArray } from '../../formats/named-array.ts';
import type { SafetensorsContent } from '../../formats/safetensors.ts';
import type { OptimizerState } from '../training/optimizer-state.ts';
import { modelFromConfig } from './from-config.ts';
import type { Model } from './model.ts';
import type { WeightArray } from './weight-array.ts';

/** How inputs become what a model takes, for whoever uses it: class names, image size, … Plain JSON. */
export type Preprocessing = Readonly<Record<string, unknown>>;

/** A model that was saved, and what was saved with it. */
export interface LoadedModel {
  readonly model: Model;
  /** Empty when none was saved. */
  readonly preprocessing: Preprocessing;
}

/** What a file holds, before it is written. */
export interface ModelFile {
  readonly arrays: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

const MODEL_FORMAT = 'cnn-gpu model';
const WEIGHTS_FORMAT = 'cnn-gpu weights';
const VERSION = '1';
const OPTIMIZER = 'optimizer/';

/** The model with its weights and, where there is one, the optimizer's state. Throws `NotCompiledError` without weights. */
export async function modelToFile(model: Model, preprocessing?: Preprocessing): Promise<ModelFile> {
  // Asked for side by side, both are of the same step.
  const [weights, state] = await Promise.all([model.getWeights(), model.getOptimizerState()]);
  const slots = state?.slots.map((slot) => ({ ...slot, name: `${OPTIMIZER}${slot.name}` })) ?? [];
  return {
    arrays: [...weights, ...slots],
    metadata: {
      format: MODEL_FORMAT,
      version: VERSION,
      model: JSON.stringify(model.config()),
      ...(preprocessing === undefined ? {} : { preprocessing: JSON.stringify(preprocessing) }),
      ...(state === null ? {} : { training: JSON.stringify({ optimizer: state.optimizer, step: state.step }) }),
    },
  };
}

/** The weights alone. */
export async function weightsToFile(model: Model): Promise<ModelFile> {
  return { arrays: await model.getWeights(), metadata: { format: WEIGHTS_FORMAT, version: VERSION } };
}

/**
 * The model of a file, not compiled; its weights and the optimizer's state wait for `compile`.
 *
 * @throws FormatError when the file is of another kind or version, or contradicts itself.
 */
export function modelFromFile({ tensors, metadata }: SafetensorsContent): LoadedModel {
  checkFormat(metadata, [MODEL_FORMAT]);
  const model = modelFromConfig(parsed(metadata, 'model'));
  const preprocessing = 'preprocessing' in metadata ? parsed(metadata, 'preprocessing') : {};
  if (!isObject(preprocessing)) throw new FormatError('The preprocessing in the file is no JSON object.');
  const { weights, slots } = separated(tensors);
  fitted(() => model.setWeights(weights));
  if ('training' in metadata) {
    const state = stateOf(parsed(metadata, 'training'), slots);
    fitted(() => model.setOptimizerState(state));
  } else if (slots.length > 0) {
    throw new FormatError('The file holds an optimizer\'s state, but not its name and steps ("training").');
  }
  return { model, preprocessing };
}

/**
 * Gives a model the weights of a file of weights, or of a saved model. Nothing is changed when they do not fit.
 *
 * @throws FormatError that names the first weight that does not fit.
 */
export function weightsFromFile(model: Model, { tensors, metadata }: SafetensorsContent): void {
  checkFormat(metadata, [MODEL_FORMAT, WEIGHTS_FORMAT]);
  const { weights } = separated(tensors);
  fitted(() => model.setWeights(weights));
}

function checkFormat({ format, version }: SafetensorsContent['metadata'], formats: readonly string[]): void {
  if (format === undefined) {
    throw new FormatError('It is a safetensors file, but was not saved by cnn-gpu: its metadata has no "format".');
  }
  if (format === WEIGHTS_FORMAT && !formats.includes(format)) {
    throw new FormatError(
      'It holds weights without a model. Make the model and call loadWeights, or save it by saveModel.',
    );
  }
  if (!formats.includes(format)) {
    throw new FormatError(
      `Its format is ${JSON.stringify(format.slice(0, 40))}; "${formats.join('" or "')}" is expected.`,
      {
        format,
      },
    );
  }
  if (version !== VERSION) {
    throw new FormatError(
      `It is version ${version?.slice(0, 20) ?? 'unknown'} of the format; this cnn-gpu reads version ${VERSION}. ` +
        'Use the cnn-gpu that it was saved with, or the latest.',
      { version, expected: VERSION },
    );
  }
}

function parsed(metadata: SafetensorsContent['metadata'], key: string): unknown {
  const text = metadata[key];
  if (text === undefined) throw new FormatError(`Its metadata has no "${key}"; the file is damaged.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`Its metadata "${key}" is not valid JSON; the file is damaged.`, {}, { cause });
  }
}

function separated(tensors: SafetensorsContent['tensors']): { weights: WeightArray[]; slots: WeightArray[] } {
  const arrays = [...tensors.values()].map(floats);
  const isSlot = ({ name }: WeightArray) => name.startsWith(OPTIMIZER) && name.split('/').length === 4;
  return {
    weights: arrays.filter((array) => !isSlot(array)),
    slots: arrays.filter(isSlot).map((slot) => ({ ...slot, name: slot.name.slice(OPTIMIZER.length) })),
  };
}

function floats({ name, shape, data }: NamedArray): WeightArray {
  if (data instanceof Float32Array) return { name, shape, data };
  throw new FormatError(`The tensor "${name}" ${showShape(shape)} holds integers; 32-bit floats are expected.`, {
    name,
  });
}

function stateOf(training: unknown, slots: readonly WeightArray[]): OptimizerState {
  const { optimizer, step } = isObject(training) ? training : {};
  if (typeof optimizer !== 'string' || typeof step !== 'number') {
    throw new FormatError('The file\'s "training" has no optimizer and step; the file is damaged.');
  }
  return { optimizer, step, slots };
}

function fitted(set: () => void): void {
  try {
    set();
  } catch (cause) {
    if (!(cause instanceof CnnGpuError)) throw cause;
    throw new FormatError(`Its weights do not fit the model: ${cause.message}`, cause.details, { cause });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
