import { showShape } from '../../engine/shape.ts';
import { CnnGpuError, FormatError } from '../../errors.ts';
import type { NamedArray } from '../../formats/named-array.ts';
import type { StoredLayer } from '../../formats/stored-model.ts';
import type { Network } from './network.ts';
import { setNetworkWeights } from './network-weights.ts';
import type { WeightArray } from './weight-array.ts';

/**
 * Gives a network weights of a file by the names of layers and weights. Nothing is changed when they do not fit.
 *
 * @throws FormatError that names the first weight that does not fit.
 */
export function setStoredWeights(network: Network, layers: readonly StoredLayer[]): void {
  const weights = layers.flatMap((layer) =>
    layer.weights.map((array) => floatsOf({ ...array, name: `${layer.name}/${array.name}` })),
  );
  fitted(() => setNetworkWeights(network, weights));
}

/** An array of a file as a weight. Throws `FormatError` for integers. */
export function floatsOf({ name, shape, data }: NamedArray): WeightArray {
  if (data instanceof Float32Array) return { name, shape, data };
  throw new FormatError(`The tensor "${name}" ${showShape(shape)} holds integers; 32-bit floats are expected.`, {
    name,
  });
}

/** Says of errors that they come from a file whose weights do not fit. */
export function fitted<T>(set: () => T): T {
  try {
    return set();
  } catch (cause) {
    if (!(cause instanceof CnnGpuError)) throw cause;
    throw new FormatError(`Its weights do not fit the model: ${cause.message}`, cause.details, { cause });
  }
}
