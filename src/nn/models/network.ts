import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { listNames, NotBuiltError, ShapeError, ValueError } from '../../errors.ts';
import { type CallContext, Layer, type LayerConfig, type Weights } from '../layers/layer.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { functionalGraph } from './functional-graph.ts';
import type { Graph, ShapedNode } from './graph.ts';
import type { ModelConfig } from './model-config.ts';
import type { Leaf } from './model-weights.ts';

/** What a functional model is made of. */
export interface ModelOptions {
  /** What `input({ shape })` gave, one or several. */
  readonly inputs: SymbolicTensor | readonly SymbolicTensor[];
  /** What layers gave for them. */
  readonly outputs: SymbolicTensor | readonly SymbolicTensor[];
  /** Default `'model'`. */
  readonly name?: string | undefined;
  /** Whether training changes its weights. Default true. */
  readonly trainable?: boolean | undefined;
}

/** What a model is made of that does not come from symbolic tensors. */
export interface ModelParts {
  readonly className: 'Sequential';
  readonly name?: string | undefined;
  readonly trainable?: boolean | undefined;
  readonly graph: Graph;
  /** Shapes of the inputs, where they are known. */
  readonly inputShapes: readonly Shape[] | null;
}

/**
 * Layers as a graph from inputs to one output. It is a layer itself: applied to a symbolic tensor, or put between other
 * layers, it becomes part of a larger model, which shares its weights.
 */
export class Network extends Layer {
  override readonly name: string;
  override readonly takesSeveral: boolean;
  readonly #isNamed: boolean;
  readonly #inputs: readonly SymbolicTensor[];
  readonly #output: SymbolicTensor | null;
  #graph: Graph;
  #inputShapes: readonly Shape[] | null;
  #nodes: readonly ShapedNode[] | null;
  #uses: number;

  /**
   * @throws ValueError when the output does not follow from the inputs, or two layers have one name.
   * @throws ShapeError that names the layer whose input does not fit.
   */
  constructor(options: ModelOptions | ModelParts) {
    const parts = 'graph' in options ? options : functionalParts(options);
    super(parts.className, parts.name === undefined ? {} : { name: parts.name }, {});
    this.name = parts.name ?? (parts.className === 'Sequential' ? 'sequential' : 'model');
    this.#isNamed = parts.name !== undefined;
    this.takesSeveral = parts.graph.inputs.length > 1;
    this.#inputs = 'graph' in options ? [] : [options.inputs].flat();
    this.#output = 'graph' in options ? null : outputOf(options);
    this.#graph = parts.graph;
    this.#uses = usesIn(parts.graph);
    this.#inputShapes = parts.inputShapes;
    this.#nodes = parts.inputShapes && parts.graph.shaped(this.name, parts.inputShapes);
    if (parts.trainable === false) this.trainable = false;
  }

  /** Replaces the layers. Nothing is changed when they do not fit. @internal */
  protected rebuild(graph: Graph, inputShapes: readonly Shape[] | null): void {
    this.#nodes = inputShapes && graph.shaped(this.name, inputShapes);
    this.#graph = graph;
    this.#uses = usesIn(graph);
    this.#inputShapes = inputShapes;
  }

  override get givenName(): string | undefined {
    return this.#isNamed ? this.name : undefined;
  }

  /** The layers in order; those of a functional model with its `Input`s. */
  get layers(): readonly Layer[] {
    return this.#graph.layers;
  }

  /** The layer of a name. Throws `ValueError` that lists the names. */
  getLayer(name: string): Layer {
    const found = this.layers.find((layer) => this.#graph.names.get(layer) === name);
    if (found !== undefined) return found;
    const names = listNames(this.#graph.names.values());
    throw new ValueError(`The model "${this.name}" has no layer "${name}". Its layers are ${names}.`, { name });
  }

  /** The symbolic inputs of a functional model, to build upon; none of another. */
  get inputs(): readonly SymbolicTensor[] {
    return this.#inputs;
  }

  /**
   * The symbolic output of a functional model: what to build upon.
   *
   * @throws ValueError for a `Sequential`, which is applied instead: `model.apply(input({ shape }))`.
   */
  get output(): SymbolicTensor {
    if (this.#output !== null) return this.#output;
    throw new ValueError(
      `The model "${this.name}" is no functional one; apply it as a layer: model.apply(input({ shape })).`,
    );
  }

  /** The symbolic output of a layer by its name: where to cut a functional model off. Throws `ValueError` as above. */
  outputOf(name: string): SymbolicTensor {
    const layer = this.getLayer(name);
    const seen = new Set([this.output]);
    for (const tensor of seen) {
      if (tensor.layer === layer) return tensor;
      if (!this.#inputs.includes(tensor)) for (const taken of tensor.inputs) seen.add(taken);
    }
    throw new ValueError(`The layer "${name}" is not on the way to the output of "${this.name}".`, { name });
  }

  /** The layer whose output is the model's; of nested models the innermost. */
  get outputLayer(): Layer {
    const { layer } = this.#graph.nodes[this.#graph.output];
    return layer instanceof Network ? layer.outputLayer : layer;
  }

  /** Whether training changes its weights. Setting it sets it for all layers. */
  override get trainable(): boolean {
    return super.trainable;
  }

  override set trainable(value: boolean) {
    super.trainable = value;
    for (const layer of this.layers) layer.trainable = value;
  }

  /** Whether all that is in it is frozen, too: layers may have been unfrozen since. */
  get #isFrozen(): boolean {
    return (
      !this.trainable && this.layers.every((layer) => (layer instanceof Network ? layer.#isFrozen : !layer.trainable))
    );
  }

  /** How often layers are used in it, those of nested models each time. @internal */
  get uses(): number {
    return this.#uses;
  }

  /** Whether the shape of its input is known, and with it its weights. */
  get isBuilt(): boolean {
    return this.#nodes !== null;
  }

  /** Shapes of all inputs, without the batch. Throws `NotBuiltError` when they are not known. */
  get inputShapes(): readonly Shape[] {
    if (this.#inputShapes === null) throw notBuilt(this.name);
    return this.#inputShapes;
  }

  /** Shape of the first input, without the batch. Throws `NotBuiltError` when it is not known. */
  override get inputShape(): Shape {
    return this.inputShapes[0];
  }

  /** Shape of one output, without the batch. Throws `NotBuiltError` when the input's is not known. */
  get outputShape(): Shape {
    return this.nodes[this.#graph.output].outputShape;
  }

  /** The uses of the layers, with the shapes around them. Throws `NotBuiltError`. @internal */
  get nodes(): readonly ShapedNode[] {
    if (this.#nodes === null) throw notBuilt(this.name);
    return this.#nodes;
  }

  /** The layers that have weights, those of nested models in their place. @internal */
  leaves(nodes: readonly ShapedNode[] = this.nodes, prefix = ''): readonly Leaf[] {
    const leaves = this.layers.flatMap((layer): readonly Leaf[] => {
      const { name, inputShapes, weights } = nodes.find((node) => node.layer === layer) as ShapedNode;
      const path = `${prefix}${name}`;
      if (layer instanceof Network) return layer.leaves(layer.nodesFor(inputShapes), `${path}/`);
      return [{ layer, path, weights }];
    });
    return leaves.filter(({ layer }, i) => leaves.findIndex((leaf) => leaf.layer === layer) === i);
  }

  /** As `nodes`, for inputs of other shapes. Throws `ValueError` for a wrong number of them. @internal */
  nodesFor(inputShapes: readonly Shape[]): readonly ShapedNode[] {
    const expected = this.#graph.inputs.length;
    if (inputShapes.length !== expected) {
      throw new ValueError(
        `The model "${this.name}" takes ${expected} inputs; it was applied to ${inputShapes.length}.`,
        { expected, actual: inputShapes.length },
      );
    }
    if (inputShapes.map(showShape).join() === this.#inputShapes?.map(showShape).join()) return this.nodes;
    return this.#graph.shaped(this.name, inputShapes);
  }

  /**
   * Shape of one output for inputs of these shapes, which need not be the model's own.
   *
   * @throws ShapeError when a layer cannot take them, or would need other weights for them.
   */
  computeOutputShape(inputShapes: readonly Shape[]): Shape {
    const nodes = this.nodesFor(inputShapes);
    if (this.isBuilt) this.#checkWeights(nodes, inputShapes);
    return nodes[this.#graph.output].outputShape;
  }

  #checkWeights(nodes: readonly ShapedNode[], inputShapes: readonly Shape[]): void {
    for (const [i, { name, weights }] of nodes.entries()) {
      for (const [j, { name: weight, shape }] of weights.entries()) {
        const own = this.nodes[i].weights[j].shape;
        if (showShape(own) === showShape(shape)) continue;
        throw new ShapeError(
          `model "${this.name}"`,
          { actual: inputShapes, expected: this.inputShapes },
          `cannot take inputs ${inputShapes.map(showShape).join(', ')}: the weight "${name}/${weight}" is ${showShape(own)}, and ` +
            `${showShape(shape)} would be needed.`,
        );
      }
    }
  }

  /** The forward pass on a batch. */
  call(inputs: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    // Far from the salts of the layers around it.
    return this.run(inputs, { ...context, salt: Math.imul(context.salt + 1, 0x9e3779b1) >>> 0 });
  }

  /** As `call`; `salt` is that of the first layer. @internal */
  run(inputs: readonly Tensor[], context: CallContext): Tensor {
    return this.#graph.run(this.name, inputs, context);
  }

  override config(): ModelConfig {
    const { nodes, names, inputs, output, layers } = this.#graph;
    const saved = layers.map((layer) => {
      const name = names.get(layer) as string;
      if (!(layer instanceof Network)) {
        const { className, config } = layer.config() as LayerConfig;
        return { className, config: this.#output === null ? config : { ...config, name } };
      }
      const { className, ...config } = layer.config();
      return { className, config: { ...config, name: layer.givenName ?? name } };
    });
    const frozen = this.#isFrozen ? { trainable: false as const } : {};
    const common: ModelConfig = { className: this.className, name: this.name, layers: saved, ...frozen };
    if (this.#output === null) return common;
    return {
      ...common,
      nodes: nodes.map(({ layer, inputs, training }) => ({
        layer: names.get(layer) as string,
        inputs,
        ...(training === undefined ? {} : { training }),
      })),
      inputs,
      outputs: [output],
    };
  }
}

const usesIn = ({ nodes }: Graph): number =>
  nodes.reduce((sum, { layer }) => sum + (layer instanceof Network ? layer.uses : 1), 0);

function functionalParts(options: ModelOptions) {
  const inputs = [options.inputs].flat();
  return {
    className: 'Functional' as const,
    name: options.name,
    trainable: options.trainable,
    graph: functionalGraph(inputs, outputOf(options)),
    inputShapes: inputs.map(({ shape }) => shape),
  };
}

function outputOf({ outputs }: ModelOptions): SymbolicTensor {
  const [output, ...more] = [outputs].flat();
  if (output !== undefined && more.length === 0) return output;
  const count = output === undefined ? 0 : more.length + 1;
  throw new ValueError(`A model has one output; ${count} were given. Merge several by a layer such as Concatenate.`, {
    count,
  });
}

/** The error of a model that does not know its input's shape. */
const notBuilt = (name: string): NotBuiltError =>
  new NotBuiltError(
    `The model "${name}" does not know its input's shape. Begin it with Input({ shape }), or give its first layer an inputShape.`,
  );
