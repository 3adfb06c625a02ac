import { isObject, type JsonObject } from '../keras/json-value.ts';

const MODELS = ['Functional', 'Model', 'Sequential'];
const MAX_DEPTH = 32;

/**
 * A model in Keras's form in which uses of nested models are counted from another number. Keras counts from 0, but
 * TensorFlow.js, when it loads, takes a model's own making for its first use, so that those in other models count from 1.
 *
 * @param by 1 to get what TensorFlow.js loads, -1 to get back.
 */
export function countUses(model: JsonObject, by: 1 | -1, depth = 0): JsonObject {
  const { class_name: className, config } = model;
  if (!MODELS.includes(String(className)) || !isObject(config) || depth > MAX_DEPTH) return model;
  const layers = Array.isArray(config['layers']) ? config['layers'].filter(isObject) : [];
  const nested = new Set(layers.filter((layer) => MODELS.includes(String(layer['class_name']))).map(nameOf));
  const counted = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const [name, use, ...rest] = value;
    if (typeof name === 'string' && typeof use === 'number') return [name, nested.has(name) ? use + by : use, ...rest];
    return value.map(counted);
  };
  const links = ['input_layers', 'output_layers']
    .filter((key) => key in config)
    .map((key) => [key, counted(config[key])]);
  const inner = layers.map((layer) => {
    const own = countUses(layer, by, depth + 1);
    return 'inbound_nodes' in own ? { ...own, inbound_nodes: counted(own['inbound_nodes']) } : own;
  });
  return { ...model, config: { ...config, layers: inner, ...Object.fromEntries(links) } };
}

const nameOf = (layer: JsonObject): unknown =>
  layer['name'] ?? (isObject(layer['config']) ? layer['config']['name'] : null);
