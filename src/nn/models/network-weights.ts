import { showShape, sizeOf } from '../../engine/shape.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import type { WeightSpec } from '../layers/layer.ts';
import { keepWaiting, placedWeights } from './layer-weights.ts';
import type { Network } from './network.ts';
import type { WeightArray } from './weight-array.ts';

/** A weight that a model needs, with its full name `layer/weight`. */
export interface ModelWeight extends WeightSpec {
  readonly layer: string;
}

/** All weights in the order of the layers; frozen ones count as not trainable. */
export const weightSpecsOf = (network: Network): readonly ModelWeight[] =>
  network
    .leaves()
    .flatMap(({ layer, path, weights }) =>
      weights.map((weight) => ({ ...weight, layer: path, trainable: weight.trainable && layer.trainable })),
    );

/**
 * Replaces all weights; names and shapes must be the network's. Where its layers have no device yet, the values wait for
 * one. Nothing is changed when one does not fit.
 *
 * @throws ShapeError that names the first weight that does not fit; ValueError for one that is missing or too many.
 */
export function setNetworkWeights(network: Network, weights: readonly WeightArray[]): void {
  const given = new Map(weights.map((weight) => [weight.name, weight]));
  for (const { layer, name, shape } of weightSpecsOf(network)) {
    const full = `${layer}/${name}`;
    const weight = given.get(full);
    if (weight === undefined) {
      throw new ValueError(`The weights for the model "${network.name}" have none for "${full}".`, { weight: full });
    }
    if (showShape(weight.shape) !== showShape(shape) || weight.data.length !== sizeOf(shape)) {
      throw new ShapeError(
        `weight "${full}"`,
        { expected: shape, actual: weight.shape },
        `is ${showShape(weight.shape)} in what is loaded; the model "${network.name}" has ${showShape(shape)}.`,
      );
    }
    given.delete(full);
  }
  const [extra] = given.keys();
  if (extra !== undefined) {
    throw new ValueError(
      `The model "${network.name}" has no weight "${extra}". Load the weights into the model they were saved from.`,
      { weight: extra },
    );
  }
  const data = new Map(weights.map((weight) => [weight.name, weight.data]));
  for (const { layer, path, weights: own } of network.leaves()) {
    const values = own.map(({ name }) => [name, data.get(`${path}/${name}`) as Float32Array] as const);
    const variables = placedWeights(layer)?.variables;
    if (variables === undefined) keepWaiting(layer, new Map(values));
    else for (const [name, value] of values) variables[name].assign(value);
  }
}
