import { FormatError } from '../../errors.ts';
import type { JsonObject } from './json-value.ts';
import { type LayerEntry, layerTable } from './layer-table.ts';
import { type KerasDialect, optionToKeras } from './option-values.ts';
import { snakeCase } from './spelling.ts';

/** What our configs of models hold; each layer has a name. */
interface ModelJson {
  readonly className: string;
  readonly name?: string;
  readonly layers: readonly { readonly className: string; readonly config: JsonObject }[];
  readonly nodes?: readonly {
    readonly layer: string;
    readonly inputs: readonly number[];
    readonly training?: boolean;
  }[];
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly trainable?: boolean;
}

/**
 * The config of a Keras model for one of ours.
 *
 * @param dialect `h5`: what Keras 2 and 3 read from a `.h5` file; `keras`: what Keras 3 reads from a `.keras` file.
 * @throws FormatError for layers that Keras does not have.
 */
export function configToKeras(config: JsonObject, dialect: KerasDialect): JsonObject {
  const model = config as unknown as ModelJson;
  return model.className === 'Sequential' ? sequentialToKeras(model, dialect) : functionalToKeras(model, dialect);
}

function sequentialToKeras(
  { name = 'sequential', layers, trainable = true }: ModelJson,
  dialect: KerasDialect,
): JsonObject {
  const [first] = layers;
  const shape = first?.className === 'Input' ? undefined : first?.config['inputShape'];
  const input = Array.isArray(shape) ? [{ className: 'Input', config: { shape } }] : [];
  const all = [...input, ...layers].map((layer) => layerToKeras(layer, dialect));
  return wrapped('Sequential', 'keras', { name, trainable, ...dtype(dialect), layers: all }, dialect);
}

function functionalToKeras(
  { name = 'functional', layers, nodes = [], inputs = [], outputs = [], trainable = true }: ModelJson,
  dialect: KerasDialect,
): JsonObject {
  const uses = new Map<string, number>();
  const histories = nodes.map(({ layer }) => {
    const use = uses.get(layer) ?? 0;
    uses.set(layer, use + 1);
    return [layer, use, 0] as const;
  });
  const written = layers.map((layer) => {
    const layerName = layer.config['name'] as string;
    const own = nodes.filter((node) => node.layer === layerName && layer.className !== 'Input');
    const inbound = own.map(({ inputs: taken, training }) => {
      const kwargs = training === undefined ? {} : { training };
      const tensors = taken.map((position) => histories[position]);
      return dialect === 'h5'
        ? tensors.map((tensor) => [...tensor, kwargs])
        : keras3Node(tensors, kwargs, layer.className);
    });
    return { ...layerToKeras(layer, dialect), name: layerName, inbound_nodes: inbound };
  });
  const config = {
    name,
    trainable,
    layers: written,
    input_layers: inputs.map((position) => histories[position]),
    output_layers: outputs.map((position) => histories[position]),
  };
  return wrapped('Functional', 'keras.src.models.functional', config, dialect);
}

function keras3Node(tensors: readonly (readonly [string, number, number])[], kwargs: JsonObject, className: string) {
  const args = tensors.map((history) => ({
    class_name: '__keras_tensor__',
    // Keras wants a shape and takes the true one from the layer that the history names.
    config: { shape: [null], dtype: 'float32', keras_history: history },
  }));
  const isMerge = Object.hasOwn(layerTable, className) && MERGES.includes(className);
  return { args: isMerge || args.length > 1 ? [args] : args, kwargs };
}

/** Layers that Keras 3 refuses the option for; they have no weights. */
const WITHOUT_TRAINABLE = ['SpatialDropout2D'];

/** Layers that take a list. */
const MERGES = ['Add', 'Average', 'Concatenate', 'Maximum', 'Minimum', 'Multiply', 'Subtract'];

function layerToKeras({ className, config }: ModelJson['layers'][number], dialect: KerasDialect): JsonObject {
  if (className === 'Sequential' || className === 'Functional') return configToKeras({ ...config, className }, dialect);
  const { name } = config;
  const isFrozen = config['trainable'] === false && !WITHOUT_TRAINABLE.includes(className);
  if (className === 'Input') {
    const shape = [null, ...(config['shape'] as number[])];
    const own = dialect === 'h5' ? { batch_input_shape: shape } : { batch_shape: shape };
    return wrapped(
      'InputLayer',
      'keras.layers',
      { ...own, dtype: 'float32', sparse: false, ragged: false, ...(name === undefined ? {} : { name }) },
      dialect,
    );
  }
  const entry = Object.hasOwn(layerTable, className) ? layerTable[className] : undefined;
  if (entry === undefined) {
    throw new FormatError(`The layer ${JSON.stringify(name)} (${className}) has no form in a Keras file.`, {
      name,
      className,
    });
  }
  const options = Object.fromEntries(
    entry.options
      .filter((option) => config[option] !== undefined)
      .map((option) => [spelled(entry, option, dialect), optionToKeras(option, config[option], dialect)]),
  );
  const strides =
    options['pool_size'] !== undefined && options['strides'] === null ? { strides: options['pool_size'] } : {};
  return wrapped(
    className,
    entry.module ?? 'keras.layers',
    { name, ...(isFrozen ? { trainable: false } : {}), ...dtype(dialect), ...entry.written, ...options, ...strides },
    dialect,
  );
}

/** Where Keras renamed an option, `.h5` files have the old name, which all versions read. */
function spelled(entry: LayerEntry, option: string, dialect: KerasDialect): string {
  const [old] = Object.entries(entry.renamed ?? {}).find(([, ours]) => ours === option) ?? [];
  return snakeCase(dialect === 'h5' && old !== undefined ? old : option);
}

const dtype = (dialect: KerasDialect): JsonObject => (dialect === 'h5' ? { dtype: 'float32' } : {});

function wrapped(className: string, module: string, config: JsonObject, dialect: KerasDialect): JsonObject {
  if (dialect === 'h5') return { class_name: className, config };
  return { module, class_name: className, config, registered_name: className === 'Functional' ? className : null };
}
