import { ValueError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { Graph } from './graph.ts';

/**
 * The graph between symbolic inputs and an output. Layers stand in Keras's order, by which weight files are read: those
 * farthest from the output first, and equally far ones as they are met on the way back from the output
 * (https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py, map_graph).
 *
 * @throws ValueError when the output depends on an input that is not listed, or not on one that is.
 */
export function functionalGraph(inputs: readonly SymbolicTensor[], output: SymbolicTensor): Graph {
  const { tensors, met } = pathsFrom(output, new Set(inputs));
  for (const input of inputs) {
    if (tensors.includes(input)) continue;
    throw new ValueError(`The model's output does not depend on its input ${describe(input)}. Leave the input out.`);
  }
  const unlisted = tensors.find((tensor) => tensor.inputs.length === 0 && !inputs.includes(tensor));
  if (unlisted !== undefined) {
    throw new ValueError(`The model's output depends on ${describe(unlisted)}, which is not among its inputs.`);
  }
  const { ofTensor, ofLayer } = depths(tensors, new Set(inputs));
  const deepestFirst = <T>(items: Iterable<T>, depth: ReadonlyMap<T, number>, tie: (item: T) => number): T[] =>
    [...items].sort((a, b) => (depth.get(b) as number) - (depth.get(a) as number) || tie(a) - tie(b));
  const order = deepestFirst(tensors, ofTensor, (tensor) => tensors.indexOf(tensor));
  const layers = deepestFirst(ofLayer.keys(), ofLayer, (layer) => met.get(layer) as number);
  const position = new Map(order.map((tensor, i) => [tensor, i]));
  const at = (tensor: SymbolicTensor): number => position.get(tensor) as number;
  const given = new Set(inputs);
  return new Graph({
    nodes: order.map((tensor) => ({
      layer: tensor.layer,
      inputs: given.has(tensor) ? [] : tensor.inputs.map(at),
      training: tensor.training,
    })),
    layers,
    inputs: inputs.map(at),
    output: at(output),
  });
}

/** Everything between the inputs and the output, each after what it takes, and when each layer was first met. */
function pathsFrom(output: SymbolicTensor, inputs: ReadonlySet<SymbolicTensor>) {
  const tensors = new Set<SymbolicTensor>();
  const met = new Map<Layer, number>();
  // A stack of our own: deep networks would overflow that of the language.
  const stack: { tensor: SymbolicTensor; next: number }[] = [];
  const enter = (tensor: SymbolicTensor) => {
    if (!met.has(tensor.layer)) met.set(tensor.layer, met.size);
    stack.push({ tensor, next: 0 });
  };
  enter(output);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { tensor } = top;
    const taken = inputs.has(tensor) ? [] : tensor.inputs;
    if (top.next === taken.length) {
      tensors.add(tensor);
      stack.pop();
    } else {
      const next = taken[top.next++];
      if (!tensors.has(next)) enter(next);
    }
  }
  return { tensors: [...tensors], met };
}

/** How many layers lie between each place and the output, at most; a layer has the depth of its deepest place. */
function depths(tensors: readonly SymbolicTensor[], inputs: ReadonlySet<SymbolicTensor>) {
  const ofTensor = new Map<SymbolicTensor, number>();
  const ofLayer = new Map<Layer, number>();
  for (const tensor of [...tensors].reverse()) {
    const depth = Math.max(ofTensor.get(tensor) ?? 0, ofLayer.get(tensor.layer) ?? 0);
    ofTensor.set(tensor, depth);
    ofLayer.set(tensor.layer, depth);
    if (inputs.has(tensor)) continue;
    for (const taken of tensor.inputs) ofTensor.set(taken, Math.max(depth + 1, ofTensor.get(taken) ?? 0));
  }
  return { ofTensor, ofLayer };
}

const describe = ({ layer, shape }: SymbolicTensor): string =>
  `${layer instanceof Input ? 'Input' : layer.className} [${shape.join(', ')}]`;
