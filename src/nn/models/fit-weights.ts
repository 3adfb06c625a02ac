import { sameShape, showShape } from '../../engine/shape.ts';
import { FormatError, ShapeError } from '../../errors.ts';
import type { NamedArray } from '../../formats/named-array.ts';
import type { StoredLayer, StoredModel } from '../../formats/stored-model.ts';
import { Input } from '../layers/input.ts';
import { layerNames, snakeCase } from './layer-names.ts';
import type { Leaf } from './model-weights.ts';
import { Network } from './network.ts';
import type { WeightArray } from './weight-array.ts';

/** How the weights of a file are matched with those of a model. */
export interface FitWeightsOptions {
  /**
   * Whether layers get weights by their names instead of by their order; layers without any in the file keep theirs, and
   * what is for others is left out. Default false.
   */
  readonly byName?: boolean;
}

/** A layer of the model, or a model in it, as a file may have it: with the weights of all that is in it. */
interface Target {
  readonly name: string;
  readonly leaves: readonly Leaf[];
}

/** A weight of the model. */
interface Slot {
  readonly leaf: Leaf;
  readonly spec: Leaf['weights'][number];
}

/**
 * Says which array of a file is which weight of a model, as Keras does: layers with weights are matched by their order (or
 * by name), then the weights of each by their order. Layers of nested models may stand by themselves in the file, or the
 * nested model as one layer; in that, weights whose names are the model's are matched by them, because their order
 * depends on what was frozen. https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
 *
 * @returns weights for `model.setWeights`; with `byName`, only those that the file has.
 * @throws FormatError when layers or weights are missing or too many; names the first layer that differs.
 * @throws ShapeError that names the layer and both shapes. The model is not changed in any case.
 */
export function fitWeights(
  model: Network,
  { layers }: Pick<StoredModel, 'layers'>,
  { byName = false }: FitWeightsOptions = {},
): WeightArray[] {
  const stored = layers.filter(({ weights }) => weights.length > 0);
  if (byName) return matchedByName(model, stored).flatMap(([target, layer]) => fitted(target, layer));
  const pairs = stored.some(({ place }) => place !== undefined)
    ? matchedByPlace(model, stored)
    : matchedByOrder(model, stored);
  return pairs.flatMap(([target, layer]) => fitted(target, layer));
}

function matchedByName(model: Network, stored: readonly StoredLayer[]): [Target, StoredLayer][] {
  const targets = new Map([...inner(model), ...outer(model)].map((target) => [target.name, target]));
  return stored.flatMap((layer): [Target, StoredLayer][] => {
    const target = targets.get(layer.name);
    return target === undefined ? [] : [[target, layer]];
  });
}

function matchedByOrder(model: Network, stored: readonly StoredLayer[]): [Target, StoredLayer][] {
  const candidates = [outer(model), inner(model)];
  const targets = candidates.find(({ length }) => length === stored.length);
  if (targets !== undefined) return targets.map((target, i) => [target, stored[i]]);
  const [top] = candidates;
  const differing = Math.max(
    0,
    top.findIndex(({ name }, i) => stored[i]?.name !== name),
  );
  const names = [stored[differing]?.name, top[differing]?.name].map((name) =>
    name === undefined ? 'none' : `"${name}"`,
  );
  throw new FormatError(
    `The file has weights for ${layers(stored.length)}; the model "${model.name}" has ${layers(top.length)} with weights. ` +
      `The first that differs is number ${differing + 1}: ${names[0]} in the file, ${names[1]} in the model.`,
    { actual: stored.length, expected: top.length },
  );
}

const layers = (count: number): string => `${count} ${count === 1 ? 'layer' : 'layers'}`;

/** By class and number within the class, as Keras 3's files of weights have it. */
function matchedByPlace(model: Network, stored: readonly StoredLayer[]): [Target, StoredLayer][] {
  const targets = places(model, model.leaves());
  const pairs = stored.map((layer): [Target, StoredLayer] => {
    const target = targets.get(layer.place as string);
    if (target !== undefined) return [target, layer];
    throw new FormatError(
      `The file has weights for the layer "${layer.name}" (${layer.place}); the model "${model.name}" has no such layer.`,
      { layer: layer.name },
    );
  });
  const given = new Set(stored.map(({ place }) => place));
  for (const [place, { name, leaves }] of targets) {
    if (given.has(place) || leaves.every(({ weights }) => weights.length === 0)) continue;
    throw new FormatError(`The file has no weights for the layer "${name}" (${place}) of the model "${model.name}".`, {
      layer: name,
    });
  }
  return pairs;
}

function places(model: Network, leaves: readonly Leaf[], path = '', prefix = ''): Map<string, Target> {
  const counts = new Map<string, number>();
  const found = new Map<string, Target>();
  const names = layerNames(model.layers);
  for (const [i, layer] of model.layers.entries()) {
    const base = snakeCase(layer instanceof Input ? 'InputLayer' : layer.className);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const place = `${path}${base}${count === 0 ? '' : `_${count}`}`;
    const name = `${prefix}${names[i]}`;
    if (layer instanceof Network) {
      for (const [innerPlace, target] of places(layer, leaves, `${place}/`, `${name}/`)) found.set(innerPlace, target);
    } else {
      found.set(place, { name, leaves: leaves.filter((leaf) => leaf.layer === layer) });
    }
  }
  return found;
}

/** The layers with weights, those of nested models in their place. */
const inner = (model: Network): Target[] =>
  model
    .leaves()
    .filter(({ weights }) => weights.length > 0)
    .map((leaf) => ({ name: leaf.path, leaves: [leaf] }));

/** The layers with weights, nested models as one. */
function outer(model: Network): Target[] {
  const targets = new Map<string, Leaf[]>();
  for (const leaf of model.leaves()) {
    if (leaf.weights.length === 0) continue;
    const [name] = leaf.path.split('/');
    targets.set(name, [...(targets.get(name) ?? []), leaf]);
  }
  return [...targets].map(([name, leaves]) => ({ name, leaves }));
}

function fitted(target: Target, { name, weights }: StoredLayer): WeightArray[] {
  const slots = trainedFirst(target);
  // Not every version of Keras counts the samples that a Normalization has seen.
  const counted = weights.length < slots.length ? slots.filter(({ spec }) => spec.name !== 'count') : slots;
  if (weights.length !== counted.length) {
    throw new FormatError(
      `The layer "${name}" has ${weights.length} weights in the file; the model's layer "${target.name}" has ` +
        `${counted.length} (${counted.map(({ spec }) => spec.name).join(', ')}).`,
      { layer: target.name, actual: weights.length, expected: counted.length },
    );
  }
  const named = namedAlike(counted, weights);
  const uncounted = slots.filter((slot) => !counted.includes(slot));
  return [
    ...counted.map((slot, i) => checked(slot, named?.[i] ?? weights[i], name)),
    ...uncounted.map(({ leaf, spec }) => ({ name: `${leaf.path}/${spec.name}`, shape: [], data: new Float32Array(1) })),
  ];
}

/** The order of Keras's files; within one layer it is the layer's own. */
function trainedFirst({ leaves }: Target): readonly Slot[] {
  const slots = leaves.flatMap((leaf) => leaf.weights.map((spec) => ({ leaf, spec })));
  const isTrained = ({ leaf, spec }: Slot) => leaf.layer.trainable && spec.trainable;
  return [...slots.filter(isTrained), ...slots.filter((slot) => !isTrained(slot))];
}

/** The arrays in the order of the slots, where the last parts of their names tell; names are in our spelling already. */
function namedAlike(slots: readonly Slot[], arrays: readonly NamedArray[]): NamedArray[] | undefined {
  const byName = new Map(arrays.map((array) => [array.name.split('/').slice(-2).join('/'), array]));
  const found = slots.flatMap(({ leaf, spec }) => {
    const layer = leaf.path.slice(leaf.path.lastIndexOf('/') + 1);
    const ofKeras2 =
      leaf.layer.className === 'DepthwiseConv2D' && spec.name === 'kernel' ? 'depthwiseKernel' : spec.name;
    const array = byName.get(`${layer}/${spec.name}`) ?? byName.get(`${layer}/${ofKeras2}`);
    return array === undefined ? [] : [array];
  });
  return new Set(found).size === slots.length ? found : undefined;
}

function checked({ leaf, spec }: Slot, { shape, data }: NamedArray, stored: string): WeightArray {
  const name = `${leaf.path}/${spec.name}`;
  if (!sameShape(shape, spec.shape)) {
    throw new ShapeError(
      `weight "${name}"`,
      { layer: leaf.path, expected: spec.shape, actual: shape },
      `is ${showShape(spec.shape)} in the model; the layer "${stored}" in the file has ${showShape(shape)}.`,
    );
  }
  if (data instanceof Float32Array) return { name, shape, data };
  throw new FormatError(`The weight "${name}" holds integers in the file; 32-bit floats are expected.`, { name });
}
