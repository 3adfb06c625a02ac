/**
 * A model in a safetensors file. Weights are named `layer/weight`, the optimizer's state `optimizer/layer/weight/slot`. The
 * file's table of texts has `format` and `version`, `model` (its config as JSON), `training` (JSON: the optimizer's name,
 * class and options, its steps, loss and metrics) and what is kept with the model, such as `preprocessing`.
 */
import { FormatError } from '../errors.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { NamedArray } from './named-array.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsContent } from './safetensors.ts';
import type { StoredLayer, StoredModel, StoredObject, StoredTraining } from './stored-model.ts';

const MODEL_FORMAT = 'cnn-gpu model';
const WEIGHTS_FORMAT = 'cnn-gpu weights';
const VERSION = '1';
const OPTIMIZER = 'optimizer/';
const OWN_KEYS = ['format', 'version', 'model', 'training'];

/** The bytes of a safetensors file with a model, or with its weights alone. */
export function encodeSafetensorsModel(
  { config, layers, training, metadata }: StoredModel,
  { weightsOnly }: { readonly weightsOnly: boolean },
): Uint8Array<ArrayBuffer> {
  const weights = layers.flatMap((layer) => layer.weights.map((array) => named(`${layer.name}/${array.name}`, array)));
  if (weightsOnly || config === null) return encodeSafetensors(weights, { format: WEIGHTS_FORMAT, version: VERSION });
  const slots = training?.slots.map((slot) => named(`${OPTIMIZER}${slot.name}`, slot)) ?? [];
  return encodeSafetensors([...weights, ...slots], {
    ...metadata,
    format: MODEL_FORMAT,
    version: VERSION,
    model: JSON.stringify(config),
    ...(training === null ? {} : { training: JSON.stringify(trainingJson(training)) }),
  });
}

/**
 * The model, or the weights alone, of a safetensors file.
 *
 * @throws FormatError when the file is damaged, of another kind or version, or contradicts itself.
 */
export function decodeSafetensorsModel(bytes: Uint8Array): StoredModel {
  const { tensors, metadata } = decodeSafetensors(bytes);
  checkFormat(metadata);
  const arrays = [...tensors.values()];
  const isSlot = ({ name }: NamedArray) => name.startsWith(OPTIMIZER) && tensors.has(weightOf(name));
  const layers = layersOf(arrays.filter((array) => !isSlot(array)));
  if (metadata['format'] === WEIGHTS_FORMAT) return { config: null, layers, training: null, metadata: {} };
  const config = parsed(metadata, 'model');
  if (!isObject(config)) throw new FormatError('Its metadata "model" is no JSON object; the file is damaged.');
  const slots = arrays.filter(isSlot).map((slot) => named(slot.name.slice(OPTIMIZER.length), slot));
  if (!('training' in metadata) && slots.length > 0) {
    throw new FormatError('The file holds an optimizer\'s state, but not its name and steps ("training").');
  }
  const training = 'training' in metadata ? trainingOf(parsed(metadata, 'training'), slots) : null;
  const kept = Object.entries(metadata).filter(([key]) => !OWN_KEYS.includes(key));
  return { config, layers, training, metadata: Object.fromEntries(kept) };
}

const named = (name: string, { shape, data }: NamedArray): NamedArray => ({ name, shape, data });

/** `optimizer/conv/kernel/m` as `conv/kernel`. */
const weightOf = (slot: string): string => slot.slice(OPTIMIZER.length, slot.lastIndexOf('/'));

function layersOf(arrays: readonly NamedArray[]): readonly StoredLayer[] {
  const layers = new Map<string, NamedArray[]>();
  for (const array of arrays) {
    const end = array.name.lastIndexOf('/');
    const layer = array.name.slice(0, Math.max(end, 0));
    layers.set(layer, [...(layers.get(layer) ?? []), named(array.name.slice(end + 1), array)]);
  }
  return [...layers].map(([name, weights]) => ({ name, weights }));
}

/** `optimizer` is the class in lower case, as in the first files of this format, which had no more than the steps besides. */
const trainingJson = ({ optimizer, step, loss, metrics }: StoredTraining) => ({
  optimizer: optimizer === null ? null : optimizer.className.toLowerCase(),
  step,
  ...(optimizer === null ? {} : { options: optimizer.config }),
  ...(loss === undefined ? {} : { loss }),
  ...(metrics === undefined ? {} : { metrics }),
});

function trainingOf(json: unknown, slots: readonly NamedArray[]): StoredTraining {
  const { optimizer, step, options, loss, metrics } = isObject(json) ? json : {};
  if ((typeof optimizer !== 'string' && optimizer !== null) || typeof step !== 'number') {
    throw new FormatError('The file\'s "training" has no optimizer and step; the file is damaged.');
  }
  return {
    optimizer: optimizer === null ? null : { className: optimizer, config: isObject(options) ? options : {} },
    step,
    slots,
    ...(isStoredObject(loss) ? { loss } : {}),
    ...(Array.isArray(metrics) ? { metrics: metrics.filter((metric) => typeof metric === 'string') } : {}),
  };
}

function checkFormat({ format, version }: SafetensorsContent['metadata']): void {
  if (format === undefined) {
    throw new FormatError('It is a safetensors file, but was not saved by cnn-gpu: its metadata has no "format".');
  }
  if (format !== MODEL_FORMAT && format !== WEIGHTS_FORMAT) {
    throw new FormatError(
      `Its format is ${JSON.stringify(format.slice(0, 40))}; "${MODEL_FORMAT}" or "${WEIGHTS_FORMAT}" is expected.`,
      { format },
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
  return parseBoundedJson(text, `Its metadata "${key}"`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStoredObject = (value: unknown): value is StoredObject =>
  isObject(value) && typeof value['className'] === 'string' && isObject(value['config']);
