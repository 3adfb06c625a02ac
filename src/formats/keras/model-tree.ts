import type { JsonObject } from './json-value.ts';
import { layerTable } from './layer-table.ts';
import { classNameInSnakeCase } from './spelling.ts';

/** A weight that a layer of a model has, by its config. */
export interface ExpectedWeight {
  /** Path of its layer: `resnet50/conv1_conv`. */
  readonly layer: string;
  readonly className: string;
  /** In our spelling: `movingMean`. */
  readonly name: string;
  /** Whether the model trains it: false in frozen layers, too. */
  readonly isTrained: boolean;
}

/** A layer in its model, or a model in it. */
export interface LayerNode {
  readonly name: string;
  readonly path: string;
  /** What Keras 3 calls it in files: its class with a counter, `conv2d_1`. */
  readonly key: string;
  /** Its own weights, in the layer's order; none of a model. */
  readonly weights: readonly ExpectedWeight[];
  /** The layers of a nested model; none of a layer. */
  readonly layers: readonly LayerNode[];
}

interface ConfigLayer {
  readonly className: string;
  readonly config: JsonObject;
}

/** The layers of one of our configs, with the weights that they have. */
export function modelTree(
  config: JsonObject,
  path = '',
  isFrozen = config['trainable'] === false,
): readonly LayerNode[] {
  const counts = new Map<string, number>();
  // The input that stands before a Sequential is none of its layers.
  const layers = (config['layers'] as readonly ConfigLayer[]).filter(
    ({ className }) => className !== 'Input' || config['className'] !== 'Sequential',
  );
  return layers.map(({ className, config: own }) => {
    const base = classNameInSnakeCase(className === 'Input' ? 'InputLayer' : className);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const key = count === 0 ? base : `${base}_${count}`;
    const name = typeof own['name'] === 'string' ? own['name'] : key;
    const node = { name, path: `${path}${name}`, key };
    const frozen = isFrozen || own['trainable'] === false;
    if (className !== 'Sequential' && className !== 'Functional') {
      return { ...node, weights: weightsOf(node.path, className, own, frozen), layers: [] };
    }
    return { ...node, weights: [], layers: modelTree({ ...own, className }, `${node.path}/`, frozen) };
  });
}

function weightsOf(layer: string, className: string, config: JsonObject, isFrozen: boolean): ExpectedWeight[] {
  const { trainable, fixed } = layerTable[className]?.weights?.(config) ?? { trainable: [], fixed: [] };
  return [
    ...trainable.map((name) => ({ layer, className, name, isTrained: !isFrozen })),
    ...fixed.map((name) => ({ layer, className, name, isTrained: false })),
  ];
}

/** The layers themselves, those of nested models in their place. */
export const leavesOf = (nodes: readonly LayerNode[]): readonly LayerNode[] =>
  nodes.flatMap((node) => (node.layers.length === 0 ? [node] : leavesOf(node.layers)));

/** All weights, in the order of the layers. */
export const weightsIn = (nodes: readonly LayerNode[]): readonly ExpectedWeight[] =>
  leavesOf(nodes).flatMap(({ weights }) => weights);

/** In the order of Keras's `.h5` files: those that are trained first. */
export const trainedFirst = (weights: readonly ExpectedWeight[]): readonly ExpectedWeight[] => [
  ...weights.filter(({ isTrained }) => isTrained),
  ...weights.filter(({ isTrained }) => !isTrained),
];
