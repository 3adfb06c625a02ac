import { FormatError } from '../../errors.ts';
import { isObject, type JsonObject, listOf, show, textFrom } from './json-value.ts';
import { layerName } from './spelling.ts';

/** A use of a layer: what `nodes` of our functional configs hold. */
interface NodeJson {
  readonly layer: string;
  readonly inputs: readonly number[];
  readonly training?: boolean;
}

interface KerasNode {
  readonly layer: string;
  /** `layer node` of each tensor that it takes. */
  readonly takes: readonly string[];
  readonly training?: boolean;
}

/** Layers for which `training` is a choice of whoever built the model; of others Keras 3 saves what it is by default. */
const CHOOSES_TRAINING = ['Functional', 'Model', 'Sequential', 'BatchNormalization'];

/**
 * Uses of layers in an order in which each comes after what it takes, and which of them are the model's ends.
 *
 * @throws FormatError when the graph has gaps or cycles, or takes another than the first output of a layer.
 */
export function readNodes(layers: readonly JsonObject[], { input_layers: inputs, output_layers: outputs }: JsonObject) {
  const nodes = new Map<string, KerasNode>();
  const uses = new Map<string, number>();
  for (const layer of layers) {
    const given = layer['name'] ?? (isObject(layer['config']) ? layer['config']['name'] : undefined);
    const name = layerName(textFrom(given, "A layer's name"));
    const found = nodesOf(name, layer);
    uses.set(name, found.length);
    for (const [i, node] of found.entries()) nodes.set(`${name} ${i}`, node);
  }
  const keyOf = ([layer, node, tensor]: readonly [string, number, number]): string => {
    if (tensor !== 0) throw new FormatError(`Output ${tensor} of the layer "${layer}" is taken; ours have one.`);
    const key = `${layer} ${node}`;
    // Old files count uses of a layer in other models, too.
    const known = nodes.has(key) ? key : uses.get(layer) === 1 ? `${layer} 0` : undefined;
    if (known !== undefined) return known;
    throw new FormatError(`The layer "${layer}" is taken from, but is not in the model (use ${node}).`);
  };
  const position = sorted(nodes, (taken) => keyOf(JSON.parse(taken) as [string, number, number]));
  const at = (key: string): number => position.get(key) as number;
  const list: NodeJson[] = [...position.keys()].map((key) => {
    const { takes, layer, training } = nodes.get(key) as KerasNode;
    const inner = takes.map((taken) => at(keyOf(JSON.parse(taken) as [string, number, number])));
    return { layer, inputs: inner, ...(training === undefined ? {} : { training }) };
  });
  const ends = (value: unknown, what: string) => endsOf(value, what).map((end) => at(keyOf(end)));
  return { nodes: list, inputs: ends(inputs, 'input_layers'), outputs: ends(outputs, 'output_layers') };
}

function nodesOf(name: string, { class_name: className, inbound_nodes: inbound }: JsonObject): KerasNode[] {
  if (className === 'InputLayer') return [{ layer: name, takes: [] }];
  return listOf(inbound, `The inbound nodes of the layer "${name}"`).map((node) => {
    const { tensors, kwargs } = isObject(node) ? keras3Node(node) : keras2Node(name, node);
    const training = kwargs['training'];
    const isChosen = !isObject(node) || CHOOSES_TRAINING.includes(String(className));
    const chosen = isChosen && typeof training === 'boolean' ? { training } : {};
    return { layer: name, takes: tensors.map((tensor) => JSON.stringify(tensor)), ...chosen };
  });
}

/** `[[layer, node, tensor, kwargs], …]`, one for each tensor. */
function keras2Node(name: string, node: unknown): { tensors: readonly unknown[]; kwargs: JsonObject } {
  const parts = listOf(node, `An inbound node of the layer "${name}"`);
  // A layer that takes one tensor may be written without the outer list.
  const tensors =
    typeof parts[0] === 'string' ? [parts] : parts.map((part) => listOf(part, `An input of the layer "${name}"`));
  const kwargs = tensors[0]?.[3];
  return { tensors: tensors.map((tensor) => tensorOf(tensor)), kwargs: isObject(kwargs) ? kwargs : {} };
}

/** `{ args: [tensor | [tensor, …]], kwargs }`. */
function keras3Node({ args, kwargs }: JsonObject): { tensors: readonly unknown[]; kwargs: JsonObject } {
  const flat = listOf(args, 'The arguments of a layer').flat(4);
  const tensors = flat.filter(isObject).flatMap(({ class_name: className, config }) => {
    if (className !== '__keras_tensor__' || !isObject(config)) return [];
    return [tensorOf(listOf(config['keras_history'], 'The history of a tensor'))];
  });
  return { tensors, kwargs: isObject(kwargs) ? kwargs : {} };
}

function tensorOf([layer, node, tensor]: readonly unknown[]): readonly [string, number, number] {
  if (typeof layer === 'string' && Number.isInteger(node) && Number.isInteger(tensor)) {
    return [layerName(layer), node as number, tensor as number];
  }
  throw new FormatError(`A layer takes ${show([layer, node, tensor])}; a layer, its use and its output are expected.`);
}

/** `[layer, node, tensor]`, or a list of them, or an object of them. */
function endsOf(value: unknown, what: string): readonly (readonly [string, number, number])[] {
  const list = isObject(value) ? Object.values(value) : listOf(value, what);
  if (typeof list[0] === 'string') return [tensorOf(list)];
  return list.map((end) => tensorOf(listOf(end, what)));
}

/** Nodes after what they take, otherwise as they are listed. The stack is our own: deep networks overflow the language's. */
function sorted(nodes: ReadonlyMap<string, KerasNode>, keyOf: (taken: string) => string): Map<string, number> {
  const position = new Map<string, number>();
  const open = new Set<string>();
  for (const start of nodes.keys()) {
    const stack = [start];
    for (let key = stack.at(-1); key !== undefined; key = stack.at(-1)) {
      const waiting = position.has(key)
        ? []
        : (nodes.get(key)?.takes.map(keyOf) ?? []).filter((taken) => !position.has(taken));
      if (waiting.length === 0) {
        if (!position.has(key)) position.set(key, position.size);
        open.delete(key);
        stack.pop();
        continue;
      }
      open.add(key);
      const circle = waiting.find((taken) => open.has(taken));
      if (circle !== undefined) throw new FormatError(`The layer "${nodes.get(circle)?.layer}" takes its own output.`);
      for (const taken of waiting) stack.push(taken);
    }
  }
  return position;
}
