import { FormatError, listNames } from '../../errors.ts';
import { isObject, type JsonObject, show } from './json-value.ts';
import { isKeras1, modernized } from './keras1.ts';
import { classAliases, layerTable } from './layer-table.ts';
import { optionFromKeras } from './option-values.ts';
import { camelCase, layerName } from './spelling.ts';

/** A layer of ours, as in `model.config()`. */
export interface LayerJson {
  readonly className: string;
  readonly config: JsonObject & { readonly name: string };
}

/** Options that say nothing about what a layer computes. */
const IGNORED = [
  'batchInputShape',
  'batchShape',
  'batchSize',
  'name',
  'trainable',
  'dtype',
  'inputDtype',
  'inputShape',
  'seed',
  'synchronized',
  'quantizationConfig',
  'registeredName',
  'autocast',
];

/** Options that all layers may have, and the values that are what ours do. */
const FIXED: Readonly<Record<string, readonly unknown[]>> = {
  dataFormat: ['channels_last', 'default'],
  activityRegularizer: [],
};

/**
 * One of our layers for one of Keras, which may be of any version since 1.0.
 *
 * @throws FormatError that names the layer, its class, and what we do not have.
 */
export function layerFromKeras(kerasClass: string, kerasConfig: JsonObject): LayerJson {
  const { className: newest, config } = isKeras1(kerasClass, kerasConfig)
    ? modernized(kerasClass, kerasConfig)
    : { className: kerasClass, config: kerasConfig };
  const className = classAliases[newest] ?? newest;
  const name = layerName(String(config['name']));
  const where = `The layer ${JSON.stringify(name)} (${kerasClass})`;
  const entry = Object.hasOwn(layerTable, className) ? layerTable[className] : undefined;
  if (entry === undefined) {
    throw new FormatError(
      `${where} is of a class that cnn-gpu does not have. It has ${listNames(Object.keys(layerTable))}.`,
      { layer: name, className: kerasClass },
    );
  }
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const spelled = camelCase(key);
    const option = entry.renamed?.[spelled] ?? spelled;
    if (entry.options.includes(option)) {
      const ours = optionFromKeras(option, value, where);
      if (ours !== undefined) options[option] = ours;
    } else if (!isNeutral(spelled, value, { ...FIXED, ...entry.fixed })) {
      throw new FormatError(`${where} has ${key} = ${show(value)}, which cnn-gpu's ${className} does not have.`, {
        layer: name,
        className: kerasClass,
        option: key,
      });
    }
  }
  return { className, config: { ...options, name, ...(config['trainable'] === false ? { trainable: false } : {}) } };
}

function isNeutral(option: string, value: unknown, fixed: Readonly<Record<string, readonly unknown[]>>): boolean {
  if (value === null || value === undefined || value === false || IGNORED.includes(option)) return true;
  // Weights are read from the file; how they began does not matter.
  if (option.endsWith('Initializer')) return true;
  return fixed[option]?.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value)) ?? false;
}

/** The shape of a layer's input without the batch, where its config tells; unknown sizes are null. */
export function inputShapeOf(config: JsonObject): readonly (number | null)[] | undefined {
  const shape = config['batch_input_shape'] ?? config['batch_shape'];
  if (!Array.isArray(shape)) return undefined;
  return shape.slice(1).map((size: unknown) => (typeof size === 'number' ? size : null));
}

/** The shape of the input that a model was built for, without the batch. */
export function builtShapeOf(layer: JsonObject): readonly (number | null)[] | undefined {
  const { build_config: build } = layer;
  return isObject(build) ? inputShapeOf({ batch_shape: build['input_shape'] }) : undefined;
}
