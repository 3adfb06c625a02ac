import { FormatError } from '../../errors.ts';
import type { StoredLayer, StoredModel } from '../stored-model.ts';
import { layerWriters } from './layer-writers.ts';
import { OnnxGraph, type OnnxValue } from './onnx-graph.ts';
import { OnnxLayer } from './onnx-layer.ts';
import { encodeOnnxModel } from './onnx-model.ts';

type Json = Readonly<Record<string, unknown>>;

const BATCH = 'batch';
const INPUT_CLASSES = ['Input', 'InputLayer'];
/** Models in models in models: deeper than any real one, so that a false file cannot exhaust the stack. */
const MAX_DEPTH = 50;

/**
 * A model as the bytes of an ONNX file (operator set 17), for prediction only. Inputs and outputs are as in cnn-gpu, images
 * as `[batch, height, width, channels]`; inside, channels come first. Layers that act only in training are left out, and
 * nested models are laid flat. Metadata becomes `metadata_props`.
 *
 * @throws FormatError naming the layer for one that ONNX export does not know, and for a model without layers or sizes.
 */
export function encodeOnnx({ config, layers, metadata }: StoredModel): Uint8Array<ArrayBuffer> {
  if (config === null) throw new FormatError('An ONNX file needs a whole model; here are weights without layers.');
  const graph = new OnnxGraph();
  const weights = new Map(layers.map((layer) => [layer.name, layer.weights]));
  const inputs = inputsOf(config).map(({ name, shape }) => ({ name, shape, channelsFirst: false }));
  const results = new Walk(graph, weights).model(config, '', inputs, 0);
  graph.enter('');
  const outputs = results.map((value, i) => {
    const { name, shape } = graph.channelsLast(value);
    return { name: graph.node('Identity', [name], {}, i === 0 ? 'output' : `output_${i + 1}`), shape };
  });
  return encodeOnnxModel({
    name: textOf(config, 'name') ?? 'model',
    nodes: graph.nodes,
    constants: graph.constants,
    inputs: inputs.map(port),
    outputs: outputs.map(port),
    metadata,
  });
}

const port = ({ name, shape }: { name: string; shape: readonly number[] }) => ({ name, shape: [BATCH, ...shape] });

/** Follows a model's layers, nested ones too, and adds their nodes to a graph. */
class Walk {
  readonly #graph: OnnxGraph;
  readonly #weights: ReadonlyMap<string, StoredLayer['weights']>;

  constructor(graph: OnnxGraph, weights: ReadonlyMap<string, StoredLayer['weights']>) {
    this.#graph = graph;
    this.#weights = weights;
  }

  model(config: Json, path: string, inputs: readonly OnnxValue[], depth: number): readonly OnnxValue[] {
    if (depth > MAX_DEPTH) throw new FormatError(`The models are nested more than ${MAX_DEPTH} deep.`);
    return Array.isArray(config['nodes'])
      ? this.#functional(config, path, inputs, depth)
      : this.#sequential(config, path, inputs, depth);
  }

  #sequential(config: Json, path: string, inputs: readonly OnnxValue[], depth: number): readonly OnnxValue[] {
    return layersOf(config).reduce(
      (values, layer) => (isInput(layer) ? values : this.#layer(layer, path, values, depth)),
      inputs,
    );
  }

  #functional(config: Json, path: string, inputs: readonly OnnxValue[], depth: number): readonly OnnxValue[] {
    const byName = new Map(layersOf(config).map((layer) => [nameOf(layer), layer]));
    const places = listOf(config, 'inputs');
    const values: OnnxValue[] = [];
    for (const [i, node] of (config['nodes'] as readonly Json[]).entries()) {
      const given = places.indexOf(i);
      const layer = byName.get(String(node['layer']));
      if (layer === undefined) throw new FormatError(`The model has no layer "${String(node['layer'])}".`);
      const sources = listOf(node, 'inputs').map((source) => values[source]);
      values.push(given >= 0 ? inputs[given] : this.#layer(layer, path, sources, depth)[0]);
    }
    return listOf(config, 'outputs').map((place) => values[place]);
  }

  #layer(layer: Json, path: string, inputs: readonly OnnxValue[], depth: number): readonly OnnxValue[] {
    const className = String(layer['className']);
    const settings = settingsOf(layer);
    const full = path === '' ? nameOf(layer) : `${path}/${nameOf(layer)}`;
    if (Array.isArray(settings['layers'])) return this.model(settings, full, inputs, depth + 1);
    if (!Object.hasOwn(layerWriters, className)) {
      throw new FormatError(
        `Layer "${full}" is a ${className}, which cannot be exported to ONNX. ` +
          `These can: ${Object.keys(layerWriters).join(', ')}.`,
        { layer: full, className },
      );
    }
    this.#graph.enter(full);
    const description = { className, path: full, settings };
    return [layerWriters[className](new OnnxLayer(this.#graph, description, inputs, this.#weights.get(full) ?? []))];
  }
}

/** Names and shapes of the model's inputs. */
function inputsOf(config: Json): { name: string; shape: readonly number[] }[] {
  const layers = layersOf(config);
  if (!Array.isArray(config['nodes'])) return [{ name: 'input', shape: sequentialInput(config) }];
  const byName = new Map(layers.map((layer) => [nameOf(layer), layer]));
  const nodes = config['nodes'] as readonly Json[];
  return listOf(config, 'inputs').map((place) => {
    const name = String(nodes[place]?.['layer']);
    return { name, shape: fixedShape(settingsOf(byName.get(name) ?? {})['shape']) };
  });
}

function sequentialInput(config: Json): readonly number[] {
  const [first] = layersOf(config);
  const settings = first === undefined ? {} : settingsOf(first);
  if (Array.isArray(settings['nodes'])) return inputsOf(settings)[0].shape;
  if (Array.isArray(settings['layers'])) return sequentialInput(settings);
  return fixedShape(settings['shape'] ?? settings['inputShape'] ?? config['inputShape']);
}

function fixedShape(shape: unknown): readonly number[] {
  if (Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0)) return shape;
  throw new FormatError(
    `The model's input is ${shape === undefined ? 'unknown' : JSON.stringify(shape)}; ONNX export needs a fixed size. ` +
      'Give its first layer an inputShape.',
  );
}

const isInput = ({ className }: Json): boolean => INPUT_CLASSES.includes(String(className));

const settingsOf = (layer: Json): Json => (layer['config'] ?? {}) as Json;

function layersOf(config: Json): readonly Json[] {
  const layers = config['layers'];
  if (Array.isArray(layers)) return layers;
  throw new FormatError('The model has no list of layers.');
}

function nameOf(layer: Json): string {
  const name = textOf(settingsOf(layer), 'name');
  if (name === undefined) throw new FormatError(`A layer ${String(layer['className'])} has no name.`);
  return name;
}

function textOf(config: Json, key: string): string | undefined {
  const value = config[key];
  return typeof value === 'string' ? value : undefined;
}

function listOf(config: Json, key: string): readonly number[] {
  const value = config[key];
  if (Array.isArray(value) && value.every((item) => Number.isInteger(item))) return value;
  throw new FormatError(`The model's ${key} are no list of positions.`);
}
