import { FormatError } from '../../errors.ts';
import { isObject, type JsonObject, listOf, objectOf, textFrom } from './json-value.ts';
import { builtShapeOf, inputShapeOf, layerFromKeras } from './read-layer.ts';
import { readNodes } from './read-nodes.ts';
import { layerName } from './spelling.ts';

/** The image size that Keras's own applications have where a model leaves it open. */
const USUAL_SIZE = 224;
const MAX_DEPTH = 32;

type OpenShape = readonly (number | null)[];

/**
 * The config of one of our models for one of Keras, of any version since 1.0: what `model_config` of a `.h5` file or
 * `config.json` of a `.keras` file says.
 *
 * @throws FormatError that names the layer and its class where we have none such.
 */
export const configFromKeras = (model: unknown): JsonObject =>
  modelFromKeras(objectOf(model, 'The model'), undefined, 0);

const isModel = (className: unknown): boolean => ['Sequential', 'Functional', 'Model'].includes(String(className));

function modelFromKeras(model: JsonObject, outer: OpenShape | undefined, depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw new FormatError(`Models are nested deeper than ${MAX_DEPTH}.`);
  const { class_name: className, config } = model;
  if (!isModel(className)) {
    throw new FormatError(
      `The model's class is ${JSON.stringify(className)}; a Sequential or Functional one is expected. Models that are ` +
        'programs of their own are not in the file.',
      { className },
    );
  }
  // Until Keras 2.2 a Sequential's config is the list of its layers.
  const whole = Array.isArray(config) ? { layers: config } : objectOf(config, "The model's config");
  const built = builtShapeOf(model) ?? inputShapeOf({ batch_shape: whole['build_input_shape'] }) ?? outer;
  const inner = { ...whole, built, depth };
  return className === 'Sequential' ? sequentialFromKeras(inner) : functionalFromKeras(inner);
}

interface Inner extends JsonObject {
  readonly built: OpenShape | undefined;
  readonly depth: number;
}

function sequentialFromKeras({ name, layers, trainable, built, depth }: Inner): JsonObject {
  const made = listOf(layers, "The model's layers").map((layer) => {
    const { class_name: className, config } = objectOf(layer, 'A layer');
    if (isModel(className)) return nestedModel(objectOf(layer, 'A layer'), built, depth);
    const options = objectOf(config, 'The config of a layer');
    if (className === 'InputLayer') return inputLayer(options, built);
    return { ...layerFromKeras(textFrom(className, "A layer's class"), options), given: inputShapeOf(options) };
  });
  const [first] = made;
  const given = first !== undefined && 'given' in first ? (first.given ?? built) : undefined;
  const input = given === undefined ? [] : [{ className: 'Input', config: { shape: closed(given, built) } }];
  return {
    className: 'Sequential',
    name: typeof name === 'string' ? name : 'sequential',
    ...(trainable === false ? { trainable } : {}),
    layers: [...input, ...made.map(({ className, config }) => ({ className, config }))],
  };
}

function functionalFromKeras({ name, layers, trainable, built, depth, ...ends }: Inner): JsonObject {
  const kerasLayers = listOf(layers, "The model's layers").map((layer) => objectOf(layer, 'A layer'));
  // What a nested model is applied to has, in most models, the size of the only input.
  const sizes = kerasLayers.flatMap(({ class_name: className, config }) =>
    className === 'InputLayer' && isObject(config) ? [inputShapeOf(config)] : [],
  );
  const around = sizes.length === 1 && sizes[0] !== undefined ? closed(sizes[0], built) : built;
  const made = kerasLayers.map((layer) => {
    const className = textFrom(layer['class_name'], "A layer's class");
    const options = objectOf(layer['config'], 'The config of a layer');
    const named = { ...options, name: layerName(String(layer['name'] ?? options['name'])) };
    if (isModel(className)) return nestedModel({ ...layer, config: named }, around, depth);
    return className === 'InputLayer' ? inputLayer(named, built) : layerFromKeras(className, named);
  });
  return {
    className: 'Functional',
    name: typeof name === 'string' ? name : 'model',
    ...(trainable === false ? { trainable } : {}),
    layers: made,
    ...readNodes(kerasLayers, ends),
  };
}

function nestedModel(layer: JsonObject, outer: OpenShape | undefined, depth: number) {
  const { className, ...config } = modelFromKeras(layer, outer, depth + 1);
  return { className: className as string, config };
}

function inputLayer(config: JsonObject, built: OpenShape | undefined) {
  const shape = inputShapeOf(config);
  if (shape === undefined) throw new FormatError(`The input ${JSON.stringify(config['name'])} has no shape.`);
  return {
    className: 'Input',
    config: { ...(config['name'] === undefined ? {} : { name: config['name'] }), shape: closed(shape, built) },
  };
}

/** A shape in which sizes that are open are filled in: we have none. */
const closed = (shape: OpenShape, built: OpenShape | undefined): readonly number[] =>
  shape.map((size, i) => size ?? (built?.length === shape.length ? built[i] : undefined) ?? USUAL_SIZE);
