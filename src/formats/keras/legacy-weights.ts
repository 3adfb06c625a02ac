import { FormatError } from '../../errors.ts';
import { setText, setTexts, textsOf } from '../hdf5/text-attributes.ts';
import { datasetAt, emptyGroup, existingGroup, groupAt, type Hdf5Group, setDataset } from '../hdf5/tree.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredLayer } from '../stored-model.ts';
import { datasetOf, floatArray } from './arrays.ts';
import { type Assigned, arrayFor, assigned } from './assign-weights.ts';
import { type ExpectedWeight, type LayerNode, trainedFirst, weightsIn } from './model-tree.ts';
import type { OptimizerVariable } from './optimizer-slots.ts';
import { layerName, snakeCase, weightName } from './spelling.ts';

/** The version whose layout is written: the last of Keras 2, which Keras 3 and old programs read. */
export const LEGACY_VERSION = '2.15.0';

/** The weights of each layer in a file, in the file's order and in our spelling; also of layers without weights. */
export function legacyLayers(weights: Hdf5Group): readonly StoredLayer[] {
  const names = textsOf(weights, 'layer_names');
  if (names === undefined)
    throw new FormatError('The weights in the HDF5 file have no "layer_names"; it is not one of Keras.');
  return names.map((name) => {
    const group = existingGroup(weights, name);
    if (group === undefined)
      throw new FormatError(`The HDF5 file lists the layer "${name}" and does not have it.`, { name });
    const arrays = (textsOf(group, 'weight_names') ?? []).map((weight) => {
      const array = datasetAt(group, weight);
      if (array !== undefined) return floatArray(weightName(weight), array);
      throw new FormatError(`The HDF5 file lists the weight "${weight}" of the layer "${name}" and does not have it.`);
    });
    return { name: layerName(name), weights: arrays };
  });
}

/** Which array of a file is which weight of a model. */
export function legacyWeights(weights: Hdf5Group, nodes: readonly LayerNode[]): Assigned {
  const stored = new Map(legacyLayers(weights).map((layer) => [layer.name, layer.weights]));
  const pairs = nodes.flatMap((node) => {
    const expected = trainedFirst(weightsIn([node]));
    // Layers that draw random numbers keep the generator's state as a weight.
    return expected.length === 0 ? [] : assigned(expected, stored.get(node.name) ?? [], `The layer "${node.name}"`);
  });
  return new Map<string, NamedArray>(pairs);
}

/** Fills the group that holds the weights. */
export function setLegacyWeights(group: Hdf5Group, nodes: readonly LayerNode[], arrays: Assigned): void {
  setText(group, 'backend', 'tensorflow');
  setText(group, 'keras_version', LEGACY_VERSION);
  setTexts(
    group,
    'layer_names',
    nodes.map(({ name }) => name),
  );
  // Keras 3 looks for weights that belong to no layer.
  setTexts(groupAt(group, 'top_level_model_weights'), 'weight_names', []);
  for (const node of nodes) {
    const inner = groupAt(group, node.name);
    const weights = trainedFirst(weightsIn([node])).map((weight) => ({ weight, name: fileName(weight, node) }));
    setTexts(
      inner,
      'weight_names',
      weights.map(({ name }) => name),
    );
    for (const { weight, name } of weights) setDataset(inner, name, datasetOf(arrayFor(weight, arrays)));
  }
}

/** `conv1/kernel:0`; in a nested model without that model's name. */
function fileName({ layer, className, name }: ExpectedWeight, node: LayerNode): string {
  const path = node.layers.length === 0 ? layer : layer.slice(node.path.length + 1);
  const spelled = className === 'DepthwiseConv2D' && name === 'kernel' ? 'depthwiseKernel' : name;
  return `${path}/${snakeCase(spelled)}:0`;
}

/** The optimizer's variables, in their order. */
export function legacyOptimizerVariables(root: Hdf5Group): readonly OptimizerVariable[] {
  const group = root.groups.get('optimizer_weights');
  if (group === undefined) return [];
  return (textsOf(group, 'weight_names') ?? []).map((name) => {
    const array = datasetAt(group, name);
    if (array === undefined)
      throw new FormatError(`The HDF5 file lists the optimizer's "${name}" and does not have it.`);
    return { name, array };
  });
}

/** Writes the optimizer's variables. */
export function setLegacyOptimizer(root: Hdf5Group, variables: readonly OptimizerVariable[]): void {
  const group = emptyGroup();
  root.groups.set('optimizer_weights', group);
  setTexts(
    group,
    'weight_names',
    variables.map(({ name }) => name),
  );
  for (const { name, array } of variables) setDataset(group, name, array);
}
