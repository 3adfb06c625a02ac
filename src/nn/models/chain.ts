import type { Shape } from '../../engine/shape.ts';
import { ValueError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { Graph } from './graph.ts';
import { type ModelParts, Network } from './network.ts';

export interface SequentialOptions {
  /** Default `'sequential'`. */
  readonly name?: string;
  /** Whether training changes its weights. Default true. */
  readonly trainable?: boolean;
}

/**
 * What a network of layers one after the other is made of.
 *
 * @throws ValueError for a layer that stands twice, or sets the shape of an input and is not the first.
 */
export function chainParts(layers: readonly Layer[], { name, trainable }: SequentialOptions = {}): ModelParts {
  const inputShape = givenInputShape(name, layers);
  return {
    className: 'Sequential',
    name,
    trainable,
    graph: Graph.chain(layers.filter((layer) => !(layer instanceof Input))),
    inputShapes: inputShape && [inputShape],
  };
}

/** Refuses a layer that stands twice, as Keras does: the weights of a chain are saved by its layers' names. */
function checkUnlike(model = 'sequential', layers: readonly Layer[]): void {
  const repeated = layers.findIndex((layer, i) => layers.indexOf(layer) < i);
  if (repeated < 0) return;
  throw new ValueError(
    `The model "${model}" has the same layer twice: layer ${repeated + 1} (${layers[repeated].className}). Make another, or apply it ` +
      'twice in a functional model, which shares its weights.',
  );
}

/** The shape that the first layer says; null where it says none. Refuses it of the others. */
function givenInputShape(model = 'sequential', layers: readonly Layer[]): Shape | null {
  checkUnlike(model, layers);
  for (const [i, layer] of layers.entries()) {
    if (i > 0 && (layer instanceof Input || (!(layer instanceof Network) && layer.inputShape !== undefined))) {
      throw new ValueError(
        `The model "${model}": only its first layer can set the input's shape, not layer ${i + 1} (${layer.className}).`,
      );
    }
  }
  const [first] = layers;
  if (first instanceof Input) return first.settings.shape;
  if (first instanceof Network) return first.isBuilt ? first.inputShape : null;
  return first?.inputShape ?? null;
}
