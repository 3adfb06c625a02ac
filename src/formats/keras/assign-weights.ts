import { FormatError } from '../../errors.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredLayer } from '../stored-model.ts';
import { type ExpectedWeight, type LayerNode, leavesOf } from './model-tree.ts';

/** Which array belongs to which weight, by `layer/weight`. */
export type Assigned = ReadonlyMap<string, NamedArray>;

export const fullName = ({ layer, name }: ExpectedWeight): string => `${layer}/${name}`;

/**
 * Says which array of a file is which weight: by the arrays' own names where all of them are known, which is the case for
 * most files and does not depend on what was frozen when the file was written; by their order otherwise, as Keras does.
 *
 * @param where names the layer or model in messages.
 * @throws FormatError when there are more or fewer arrays than weights.
 */
export function assigned(
  expected: readonly ExpectedWeight[],
  arrays: readonly NamedArray[],
  where: string,
): [string, NamedArray][] {
  // Not every version of Keras counts the samples that a Normalization has seen.
  const counted = arrays.length < expected.length ? expected.filter(({ name }) => name !== 'count') : expected;
  if (arrays.length !== counted.length) {
    throw new FormatError(
      `${where} has ${arrays.length} weights in the file; by its options it has ${counted.length}` +
        `${counted.length === 0 ? '' : ` (${counted.map(({ name }) => name).join(', ')})`}.`,
      { where, expected: counted.length, actual: arrays.length },
    );
  }
  const byName = matchedByName(counted, arrays);
  const pairs = counted.map((weight, i): [string, NamedArray] => [fullName(weight), byName?.[i] ?? arrays[i]]);
  const uncounted = expected.filter((weight) => !counted.includes(weight));
  const none = { name: 'count', shape: [], data: new Float32Array(1) };
  return [...pairs, ...uncounted.map((weight): [string, NamedArray] => [fullName(weight), none])];
}

function matchedByName(expected: readonly ExpectedWeight[], arrays: readonly NamedArray[]): NamedArray[] | undefined {
  const byEnding = new Map(arrays.map((array) => [ending(array.name), array]));
  if (byEnding.size !== arrays.length) return undefined;
  const found = expected.flatMap(({ layer, className, name }) => {
    const leaf = layer.slice(layer.lastIndexOf('/') + 1);
    const spelled = className === 'DepthwiseConv2D' && name === 'kernel' ? 'depthwiseKernel' : name;
    const array = byEnding.get(`${leaf}/${name}`) ?? byEnding.get(`${leaf}/${spelled}`);
    return array === undefined ? [] : [array];
  });
  return new Set(found).size === expected.length ? found : undefined;
}

/** `resnet50/conv1_bn/movingMean` as `conv1_bn/movingMean`. */
const ending = (name: string): string => name.split('/').slice(-2).join('/');

/** The layers of a stored model, from what was assigned. */
export const storedLayers = (nodes: readonly LayerNode[], arrays: Assigned): readonly StoredLayer[] =>
  leavesOf(nodes).map(({ path, weights }) => ({
    name: path,
    weights: weights.map((weight) => ({ ...(arrays.get(fullName(weight)) as NamedArray), name: weight.name })),
  }));

/** All weights of a stored model by `layer/weight`. */
export const arraysOf = (layers: readonly StoredLayer[]): Assigned =>
  new Map(layers.flatMap(({ name, weights }) => weights.map((weight) => [`${name}/${weight.name}`, weight])));

/** The array of a weight that is to be written, or FormatError. */
export function arrayFor(weight: ExpectedWeight, arrays: Assigned): NamedArray {
  const array = arrays.get(fullName(weight));
  if (array !== undefined) return array;
  throw new FormatError(`The model has no values for the weight "${fullName(weight)}"; it cannot be written.`);
}
