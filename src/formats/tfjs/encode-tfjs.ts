import { FormatError } from '../../errors.ts';
import type { JsonObject } from '../keras/json-value.ts';
import { configToKeras } from '../keras/write-config.ts';
import type { StoredModel } from '../stored-model.ts';
import { countUses } from './count-uses.ts';
import { leafLayers } from './leaf-layers.ts';
import { tfjsConfig } from './tfjs-config.ts';
import { slotsToTfjs, trainingToTfjs } from './tfjs-training.ts';
import { tfjsWeightName } from './weight-names.ts';
import { type ShardedArray, writeShards } from './write-shards.ts';

/** What stands in `model.json`, and the files beside it. */
export interface TfjsFiles {
  readonly modelJson: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What `generatedBy` is in files of ours. */
export const GENERATOR = 'cnn-gpu';

/** The version of Keras whose spelling is written. */
const KERAS_VERSION = '2.15.0';

/**
 * A model as a TensorFlow.js layers model, which `tf.loadLayersModel` loads. Files of weights are named after `group`.
 * Metadata becomes `userDefinedMetadata`, with how the model is trained beside it under `cnn-gpu`, as we spell it.
 *
 * @throws FormatError naming the layer for what TensorFlow.js does not have.
 */
export function encodeTfjs({ config, layers, training, metadata }: StoredModel, { group = 'group1' } = {}): TfjsFiles {
  if (config === null) throw new FormatError('A TensorFlow.js model needs layers; here are weights alone.');
  const topology = countUses(configToKeras(tfjsConfig(config), 'h5'), 1);
  const names = weightNames(config, layers);
  const weights = layers.flatMap((layer) =>
    layer.weights.map(({ name, shape, data }): ShardedArray => {
      if (!(data instanceof Float32Array)) throw new FormatError(`The weight "${layer.name}/${name}" holds integers.`);
      return { name: names.get(`${layer.name}/${name}`) as string, shape, data };
    }),
  );
  const state = training === null ? [] : slotsToTfjs(training, (weight) => names.get(weight) as string);
  const shards = writeShards([...weights, ...state], group);
  const trainingConfig = training === null ? undefined : trainingToTfjs(training);
  const json = {
    format: 'layers-model',
    generatedBy: GENERATOR,
    convertedBy: null,
    modelTopology: { keras_version: KERAS_VERSION, backend: 'cnn-gpu', model_config: topology },
    ...(trainingConfig === undefined ? {} : { trainingConfig }),
    weightsManifest: [shards.group],
    userDefinedMetadata: { ...metadata, ...(training === null ? {} : { 'cnn-gpu': own(training) }) },
  };
  return { modelJson: JSON.stringify(json), files: shards.files };
}

const own = ({ optimizer, loss, metrics }: NonNullable<StoredModel['training']>) => ({ optimizer, loss, metrics });

/** TensorFlow.js's names of all weights by ours. Throws `FormatError` where two would be one: it refuses such models. */
function weightNames(config: JsonObject, layers: StoredModel['layers']): ReadonlyMap<string, string> {
  const leaves = new Map(leafLayers(config).map((leaf) => [leaf.path, leaf]));
  const names = new Map<string, string>();
  const used = new Map<string, string>();
  for (const { name: path, weights } of layers) {
    for (const { name } of weights) {
      const leaf = leaves.get(path);
      if (leaf === undefined) throw new FormatError(`The layer "${path}" has weights, but is not in the model.`);
      const there = tfjsWeightName(leaf, name);
      const other = used.get(there);
      if (other !== undefined) {
        throw new FormatError(
          `TensorFlow.js would call the weights "${other}" and "${path}/${name}" both "${there}". Give the layers different names.`,
        );
      }
      used.set(there, `${path}/${name}`);
      names.set(`${path}/${name}`, there);
    }
  }
  return names;
}
