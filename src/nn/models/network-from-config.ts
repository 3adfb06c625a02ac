import { sizeOf } from '../../engine/shape.ts';
import { CnnGpuError, FormatError, ValueError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import type { SequentialOptions } from './chain.ts';
import { type ModelOptions, Network } from './network.ts';
import { weightSpecsOf } from './network-weights.ts';

const MAX_LAYERS = 10_000;
/** A model that is used twice in one that is used twice, and so on, becomes endless in a few lines. */
const MAX_USES = 20_000;
/** 4 GiB of weights: more than a device takes, so that a false size is refused before memory is asked for. */
const MAX_PARAMETERS = 2 ** 30;

/** Models in models: more than anybody builds, fewer than the language's stack holds. */
const MAX_DEPTH = 32;
const KEYS = {
  Sequential: ['className', 'name', 'layers', 'trainable'],
  Functional: ['className', 'name', 'layers', 'trainable', 'nodes', 'inputs', 'outputs'],
};

/** What a config is made into. */
export interface NetworkKinds<N extends Network> {
  makeLayer(className: string, options: object): Layer;
  functional(options: ModelOptions): N;
  sequential(layers: readonly Layer[], options: SequentialOptions): N;
}

/**
 * Makes what a model's config describes.
 *
 * @throws FormatError that names the layer and what is wrong with it.
 */
export const networkFromConfig = <N extends Network>(config: unknown, kinds: NetworkKinds<N>): N =>
  madeNetwork(config, kinds, 'The model', 0);

function madeNetwork<N extends Network>(config: unknown, kinds: NetworkKinds<N>, what: string, depth: number): N {
  if (depth > MAX_DEPTH) throw new FormatError(`${what} is nested deeper than ${MAX_DEPTH} models.`);
  const className = isObject(config) ? config['className'] : undefined;
  if (isObject(config) && className !== 'Sequential' && className !== 'Functional') {
    throw new FormatError(`${what}'s className is ${show(className)}; "Sequential" or "Functional" is expected.`, {
      className,
    });
  }
  const { name, layers, trainable, ...graph } = checkedKeys(config, what, KEYS[className as keyof typeof KEYS]);
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new FormatError(`${what}'s name is ${show(name)}; a text is expected.`, { name });
  }
  if (!Array.isArray(layers)) throw new FormatError(`${what}'s layers are ${show(layers)}; a list is expected.`);
  if (layers.length > MAX_LAYERS) {
    throw new FormatError(`${what} has ${layers.length} layers; at most ${MAX_LAYERS} are allowed.`);
  }
  const inModel = depth === 0 ? '' : ` of "${cut(String(name), 80)}"`;
  const made = layers.map((layer, i) => layerFromConfig(layer, kinds, `Layer ${i + 1}${inModel}`, depth));
  checkUses(usedLayers(made, graph['nodes']), what);
  const options = { name, ...(trainable === false ? { trainable } : {}) };
  return explained(what, () => {
    const network =
      className === 'Functional'
        ? kinds.functional({ ...options, ...connected(made, graph, what) })
        : kinds.sequential(made, options as SequentialOptions);
    checkSize(network);
    return network;
  });
}

function layerFromConfig(layer: unknown, kinds: NetworkKinds<Network>, what: string, depth: number): Layer {
  const { className, config = {} } = checkedKeys(layer, what, ['className', 'config']);
  if (typeof className !== 'string') {
    throw new FormatError(`${what} has the className ${show(className)}; the name of a layer is expected.`);
  }
  if (!isObject(config)) throw new FormatError(`${what} has the config ${show(config)}; an object is expected.`);
  if (Object.hasOwn(KEYS, className)) return madeNetwork({ ...config, className }, kinds, what, depth + 1);
  return explained(what, () => kinds.makeLayer(className, config));
}

/** The layer of each node; of a `Sequential`, each layer. */
function usedLayers(layers: readonly Layer[], nodes: unknown): readonly Layer[] {
  if (!Array.isArray(nodes)) return layers;
  const byName = new Map(layers.map((layer): [unknown, Layer] => [layer.givenName, layer]));
  return nodes.flatMap((node: unknown) => (isObject(node) && byName.get(node['layer'])) || []);
}

/** Before shapes are inferred, which takes each use in turn. */
function checkUses(layers: readonly Layer[], what: string): void {
  const uses = layers.reduce((sum, layer) => sum + (layer instanceof Network ? layer.uses : 1), 0);
  if (uses > MAX_USES) throw new FormatError(`${what} uses layers ${uses} times; at most ${MAX_USES} are allowed.`);
}

/** Applies the layers of a functional model to each other as its nodes say. */
function connected(layers: readonly Layer[], graph: Readonly<Record<string, unknown>>, what: string) {
  const { nodes, inputs, outputs } = graph;
  if (!Array.isArray(nodes) || nodes.length > MAX_LAYERS) {
    throw new FormatError(`${what}'s nodes are ${show(nodes)}; a list of at most ${MAX_LAYERS} is expected.`);
  }
  const byName = new Map(layers.map((layer) => [layer.givenName, layer]));
  const tensors: SymbolicTensor[] = [];
  const tensorAt = (position: unknown, of: string): SymbolicTensor => {
    const tensor = tensors[position as number];
    if (Number.isInteger(position) && tensor !== undefined) return tensor;
    throw new FormatError(`${of} takes node ${show(position)}, which does not come before it.`);
  };
  const listOf = (positions: unknown, of: string): SymbolicTensor[] => {
    if (!Array.isArray(positions) || positions.length > MAX_LAYERS) {
      throw new FormatError(`${of} has the inputs ${show(positions)}; a list of positions is expected.`);
    }
    return positions.map((position) => tensorAt(position, of));
  };
  for (const [i, node] of nodes.entries()) {
    const of = `${what}: node ${i}`;
    const { layer: name, inputs: taken, training } = checkedKeys(node, of, ['layer', 'inputs', 'training']);
    const layer = byName.get(name as string);
    if (layer === undefined) throw new FormatError(`${of} is of the layer ${show(name)}, which is not in the list.`);
    if (training !== undefined && typeof training !== 'boolean') {
      throw new FormatError(`${of} has training ${show(training)}; true or false is expected.`);
    }
    if (layer instanceof Input) tensors.push(new SymbolicTensor(layer, [], undefined, layer.settings.shape));
    else tensors.push(layer.apply(listOf(taken, of), training === undefined ? {} : { training }));
  }
  return { inputs: listOf(inputs, `${what}'s inputs`), outputs: listOf(outputs, `${what}'s outputs`) };
}

function checkSize(network: Network): void {
  if (!network.isBuilt) return;
  const parameters = weightSpecsOf(network).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (parameters <= MAX_PARAMETERS) return;
  throw new ValueError(`it has ${parameters} parameters; at most ${MAX_PARAMETERS} are allowed.`, { parameters });
}

/** Runs a constructor on values of unknown types, and says where an error comes from. */
function explained<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
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
