import { type Shape, sameShape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { CallContext, Layer, Postponed, WeightSpec } from '../layers/layer.ts';
import { layerNames } from './layer-names.ts';
import { weightsOf } from './layer-weights.ts';

/** A layer in one of its places. */
export interface GraphNode {
  readonly layer: Layer;
  /** Positions of the nodes whose outputs it takes; none for an `Input`. */
  readonly inputs: readonly number[];
  /** The value of `training` that it was applied with. */
  readonly training?: boolean | undefined;
}

/** What a graph is made of. */
export interface GraphParts {
  /** In an order in which each comes after those that it takes. */
  readonly nodes: readonly GraphNode[];
  /** Layers in the order of the model. */
  readonly layers: readonly Layer[];
  /** Positions of the nodes that stand for the model's inputs. */
  readonly inputs: readonly number[];
  readonly output: number;
}

/** A node with the shapes around it. */
export interface ShapedNode extends GraphNode {
  readonly name: string;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly weights: readonly WeightSpec[];
}

/** The layers of a model and what each takes: a directed graph without cycles. */
export class Graph implements GraphParts {
  readonly nodes: readonly GraphNode[];
  readonly layers: readonly Layer[];
  readonly inputs: readonly number[];
  readonly output: number;
  /** Name of each layer within the model. */
  readonly names: ReadonlyMap<Layer, string>;

  /** @throws ValueError when two layers have one name. */
  constructor({ nodes, layers, inputs, output }: GraphParts) {
    this.nodes = nodes;
    this.layers = layers;
    this.inputs = inputs;
    this.output = output;
    const names = layerNames(layers);
    this.names = new Map(layers.map((layer, i) => [layer, names[i]]));
  }

  /** Layers one after the other, after an input that is no layer of the model. */
  static chain(layers: readonly Layer[]): Graph {
    const nodes = layers.map((layer, i) => ({ layer, inputs: [i] }));
    return new Graph({
      nodes: [{ layer: CHAIN_INPUT, inputs: [] }, ...nodes],
      layers: [...new Set(layers)],
      inputs: [0],
      output: nodes.length,
    });
  }

  /**
   * Shapes and weights of all nodes for inputs of these shapes, in the order of `nodes`.
   *
   * @throws ShapeError that names the layer whose input does not fit.
   */
  shaped(model: string, inputShapes: readonly Shape[]): readonly ShapedNode[] {
    const shaped: ShapedNode[] = [];
    const weightsOfLayer = new Map<Layer, readonly WeightSpec[]>();
    for (const [i, node] of this.nodes.entries()) {
      const given = this.inputs.indexOf(i);
      const shapes = given >= 0 ? [inputShapes[given]] : node.inputs.map((input) => shaped[input].outputShape);
      const name = this.names.get(node.layer) ?? 'input';
      const { outputShape, weights } = located(model, name, () => ({
        outputShape: given >= 0 ? shapes[0] : node.layer.computeOutputShape(shapes),
        weights: node.layer.weights(shapes),
      }));
      const before = weightsOfLayer.get(node.layer);
      if (before === undefined) weightsOfLayer.set(node.layer, weights);
      else located(model, name, () => checkShared(before, weights, shapes));
      shaped.push({ ...node, name, inputShapes: shapes, outputShape, weights });
    }
    return shaped;
  }

  /** The forward pass on a batch; `salt` is that of the first layer. */
  run(model: string, inputs: readonly Tensor[], around: CallContext): Tensor {
    const outputs: (Tensor | Postponed)[] = [];
    let steps = 0;
    for (const [i, node] of this.nodes.entries()) {
      const given = this.inputs.indexOf(i);
      if (given >= 0) {
        outputs.push(inputs[given]);
        continue;
      }
      const { layer } = node;
      const training = node.training ?? around.training;
      const context = { ...around, training, salt: (around.salt + steps++) >>> 0 };
      const taken = node.inputs.map((input) => outputs[input]);
      const name = this.names.get(layer) as string;
      const output = located(
        model,
        name,
        () => layer.postpone?.(taken[0], context) ?? layer.call(taken.map(resultOf), weightsOf(layer), context),
      );
      outputs.push(output);
    }
    return resultOf(outputs[this.output]);
  }
}

/** Refuses a second use of a layer that would need other weights than the first. */
function checkShared(first: readonly WeightSpec[], second: readonly WeightSpec[], inputs: readonly Shape[]): void {
  for (const [i, { name, shape }] of first.entries()) {
    const needed = second[i].shape;
    if (sameShape(shape, needed)) continue;
    throw new ShapeError(
      `weight "${name}"`,
      { expected: shape, actual: needed },
      `is ${showShape(shape)} by the layer's first use; inputs ${inputs.map(showShape).join(', ')} need ${showShape(needed)}.`,
    );
  }
}

/** Stands for what a chain is given. */
const CHAIN_INPUT = new Input({ shape: [1] });

/** What was postponed is done when a layer takes it that cannot add to it. */
const resultOf = (x: Tensor | Postponed): Tensor => ('result' in x ? x.result() : x);

/** Runs a part of a layer and adds to shape errors where they happened. */
function located<T>(model: string, layer: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw error.within(`in model "${model}", layer "${layer}"`, { model, layer });
  }
}
