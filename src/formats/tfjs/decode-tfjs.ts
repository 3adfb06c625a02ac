import { isObject, type JsonObject } from '../keras/json-value.ts';
import { configFromKeras } from '../keras/read-config.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredModel } from '../stored-model.ts';
import { countUses } from './count-uses.ts';
import { GENERATOR, type TfjsFiles } from './encode-tfjs.ts';
import { leafLayers } from './leaf-layers.ts';
import { groupValues } from './manifest-values.ts';
import { parseModelJson } from './parse-model-json.ts';
import { trainingFromTfjs } from './tfjs-training.ts';
import { layerOfWeight, ownWeightName } from './weight-names.ts';

/**
 * The model of a TensorFlow.js layers model, saved by TensorFlow.js or converted from Keras.
 *
 * @throws FormatError when files are missing or damaged, or there are layers that are not known here.
 */
export function decodeTfjs({ modelJson, files }: TfjsFiles): StoredModel {
  const { json, groups } = parseModelJson(modelJson);
  const topology = json['modelTopology'] as JsonObject;
  const model = (topology['model_config'] ?? topology) as JsonObject;
  const config = configFromKeras(json['generatedBy'] === GENERATOR ? countUses(model, -1) : model);
  const leaves = leafLayers(config);
  const nameOf = (weight: string): string => {
    const leaf = layerOfWeight(leaves, weight);
    return `${leaf.path}/${ownWeightName(leaf, weight.slice(weight.lastIndexOf('/') + 1))}`;
  };
  const arrays = groups.flatMap((group) => groupValues(group, files));
  const weights = new Map<string, NamedArray[]>(leaves.map(({ path }) => [path, []]));
  for (const { name, shape, data } of arrays.filter(({ ofOptimizer }) => !ofOptimizer)) {
    const full = nameOf(name);
    const end = full.lastIndexOf('/');
    weights.get(full.slice(0, end))?.push({ name: full.slice(end + 1), shape, data });
  }
  const metadata = isObject(json['userDefinedMetadata']) ? json['userDefinedMetadata'] : {};
  const state = arrays.filter(({ ofOptimizer }) => ofOptimizer);
  const training = { trainingConfig: json['trainingConfig'], own: metadata['cnn-gpu'] };
  return {
    config,
    layers: [...weights].map(([name, list]) => ({ name, weights: list })),
    training: trainingFromTfjs(training, state, nameOf),
    metadata: Object.fromEntries(
      Object.entries(metadata).filter(([, value]) => typeof value === 'string'),
    ) as StoredModel['metadata'],
  };
}
