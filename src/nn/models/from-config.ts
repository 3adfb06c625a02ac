import { sizeOf } from '../../engine/shape.ts';
import { CnnGpuError, FormatError } from '../../errors.ts';
import { makeLayer } from '../layers/by-class-name.ts';
import type { Layer } from '../layers/layer.ts';
import type { Model } from './model.ts';
import { Sequential } from './sequential.ts';

const MAX_LAYERS = 10_000;
/** 4 GiB of weights: more than a device takes, so that a false size is refused before memory is asked for. */
const MAX_PARAMETERS = 2 ** 30;

/**
 * Makes the model that a config describes: `model.config()`, or JSON of that form written by hand, such as
 * `{ "className": "Sequential", "name": "small", "layers": [{ "className": "Dense", "config": { "units": 10 } }] }`.
 *
 * @throws FormatError that names the layer and what is wrong with it.
 */
export function modelFromConfig(config: unknown): Model {
  const { className, name, layers } = checkedKeys(config, 'The model', ['className', 'name', 'layers']);
  if (className !== 'Sequential') {
    throw new FormatError(`The model's className is ${show(className)}; "Sequential" is expected.`, { className });
  }
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new FormatError(`The model's name is ${show(name)}; a text is expected.`, { name });
  }
  if (!Array.isArray(layers)) throw new FormatError(`The model's layers are ${show(layers)}; a list is expected.`);
  if (layers.length > MAX_LAYERS) {
    throw new FormatError(`The model has ${layers.length} layers; at most ${MAX_LAYERS} are allowed.`);
  }
  const made = layers.map((layer, i) => layerFromConfig(layer, `Layer ${i + 1}`));
  return explained('The model', () => checkSize(new Sequential(made, name === undefined ? {} : { name })));
}

function layerFromConfig(layer: unknown, what: string): Layer {
  const { className, config = {} } = checkedKeys(layer, what, ['className', 'config']);
  if (typeof className !== 'string') {
    throw new FormatError(`${what} has the className ${show(className)}; the name of a layer is expected.`);
  }
  if (!isObject(config)) throw new FormatError(`${what} has the config ${show(config)}; an object is expected.`);
  return explained(what, () => makeLayer(className, config));
}

function checkSize(model: Model): Model {
  if (!model.isBuilt) return model;
  const parameters = model.weightSpecs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (parameters <= MAX_PARAMETERS) return model;
  throw new FormatError(`it has ${parameters} parameters; at most ${MAX_PARAMETERS} are allowed.`, { parameters });
}

/** Runs a constructor on values of unknown types, and says where an error comes from. */
function explained<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof CnnGpuError) {
      throw new FormatError(`${what} cannot be made: ${cut(cause.message)}`, cause.details, { cause });
    }
    // Constructors rely on their types; values of quite another kind fail in ways of their own.
    throw new FormatError(`${what} has an option of the wrong type.`, {}, { cause });
  }
}

function checkedKeys(value: unknown, what: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new FormatError(`${what} is ${show(value)}; an object is expected.`);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new FormatError(`${what} has ${show(unknown)}, which is not known; its keys are ${keys.join(', ')}.`);
  }
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const cut = (text: string, length = 600): string => (text.length > length ? `${text.slice(0, length)}…` : text);

/** A value for a message. A file may nest deeper than `JSON.stringify` can follow, so what is in it is not shown. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return cut(JSON.stringify(value) ?? 'missing', 80);
}
