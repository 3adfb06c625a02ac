import { FormatError } from '../../errors.ts';
import { setText, textOf } from '../hdf5/text-attributes.ts';
import { emptyGroup, groupAt, type Hdf5Array, type Hdf5Group } from '../hdf5/tree.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredLayer } from '../stored-model.ts';
import { datasetOf, floatArray } from './arrays.ts';
import { type Assigned, arrayFor, assigned } from './assign-weights.ts';
import type { LayerNode } from './model-tree.ts';
import type { OptimizerVariable } from './optimizer-slots.ts';

/** The group of a model's layers; the second name is Keras 3.0's. */
const layersIn = ({ groups }: Hdf5Group): Hdf5Group | undefined =>
  groups.get('layers') ?? groups.get('_layer_checkpoint_dependencies');

/** Whether an HDF5 file has the layout of Keras 3's weights. */
export const isNative = (root: Hdf5Group): boolean => layersIn(root) !== undefined;

/** `vars/0`, `vars/1`, … */
function variables({ groups }: Hdf5Group, where: string): readonly Hdf5Array[] {
  const datasets = groups.get('vars')?.datasets ?? new Map<string, Hdf5Array>();
  return Array.from({ length: datasets.size }, (_, i) => {
    const array = datasets.get(String(i));
    if (array === undefined)
      throw new FormatError(`The HDF5 file has ${datasets.size} weights of ${where}, but no number ${i}.`);
    return array;
  });
}

/** Which array of a file is which weight of a model. */
export function nativeWeights(root: Hdf5Group, nodes: readonly LayerNode[]): Assigned {
  const pairs = nodes.flatMap((node): [string, NamedArray][] => {
    const group = layersIn(root)?.groups.get(node.key);
    if (node.layers.length > 0) return [...nativeWeights(group ?? emptyGroup(), node.layers)];
    if (node.weights.length === 0) return [];
    const where = `The layer "${node.path}"`;
    const arrays = group === undefined ? [] : variables(group, where).map((array, i) => floatArray(String(i), array));
    return assigned(node.weights, arrays, where);
  });
  return new Map(pairs);
}

/** The layers of a file of weights, which keeps no order among layers of different classes. */
export function nativeLayers(root: Hdf5Group, path = ''): readonly StoredLayer[] {
  return [...(layersIn(root)?.groups ?? [])].flatMap(([key, group]): readonly StoredLayer[] => {
    const place = `${path}${key}`;
    if (layersIn(group) !== undefined) return nativeLayers(group, `${place}/`);
    const vars = group.groups.get('vars');
    const name = (vars === undefined ? undefined : textOf(vars, 'name')) ?? place;
    return [{ name, place, weights: variables(group, place).map((array, i) => floatArray(String(i), array)) }];
  });
}

/** Fills the group of a model. */
export function setNativeWeights(root: Hdf5Group, name: string, nodes: readonly LayerNode[], arrays: Assigned): void {
  setText(groupAt(root, 'vars'), 'name', name);
  for (const node of nodes) {
    const group = groupAt(root, `layers/${node.key}`);
    if (node.layers.length > 0) {
      setNativeWeights(group, node.name, node.layers, arrays);
      continue;
    }
    const vars = groupAt(group, 'vars');
    setText(vars, 'name', node.name);
    for (const [i, weight] of node.weights.entries()) vars.datasets.set(String(i), datasetOf(arrayFor(weight, arrays)));
  }
}

/** The optimizer's variables, in their order. */
export const nativeOptimizerVariables = (root: Hdf5Group): readonly OptimizerVariable[] =>
  variables(root.groups.get('optimizer') ?? emptyGroup(), 'the optimizer').map((array, i) => ({
    name: String(i),
    array,
  }));

/** Writes the optimizer's variables. */
export function setNativeOptimizer(root: Hdf5Group, name: string, all: readonly OptimizerVariable[]): void {
  const vars = groupAt(root, 'optimizer/vars');
  setText(vars, 'name', name);
  for (const [i, { array }] of all.entries()) vars.datasets.set(String(i), array);
}
