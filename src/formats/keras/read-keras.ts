import { FormatError } from '../../errors.ts';
import { parseBoundedJson } from '../bounded-json.ts';
import { readHdf5 } from '../hdf5/read-hdf5.ts';
import { textOf } from '../hdf5/text-attributes.ts';
import type { Hdf5Group } from '../hdf5/tree.ts';
import type { StoredLayer, StoredModel, StoredTraining } from '../stored-model.ts';
import { isZip, unzip } from '../zip.ts';
import { type Assigned, storedLayers } from './assign-weights.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { legacyLayers, legacyOptimizerVariables, legacyWeights } from './legacy-weights.ts';
import { modelTree, weightsIn } from './model-tree.ts';
import { isNative, nativeLayers, nativeOptimizerVariables, nativeWeights } from './native-weights.ts';
import { type OptimizerVariable, slotsFromKeras } from './optimizer-slots.ts';
import { OWN_KEY, ownMetadata } from './own-metadata.ts';
import { configFromKeras } from './read-config.ts';
import { trainingFromKeras } from './training-config.ts';

/** What the members of a `.keras` file may unpack to: 4 GiB, as much as one array holds in the oldest Node that we run on. */
const MAX_UNPACKED = 2 ** 32;

/**
 * Reads a file of Keras's with a whole model: `.h5` of Keras 1.2 to 3, or `.keras`. A file of weights alone gives a
 * stored model without a config.
 *
 * @throws FormatError when the file is damaged, no file of Keras's, or has layers or options that we do not have.
 */
export async function readKerasModel(bytes: Uint8Array): Promise<StoredModel> {
  if (isZip(bytes)) return readNativeModel(bytes);
  const root = readHdf5(bytes);
  return root.attributes.has('model_config') ? readLegacyModel(root) : weightsAlone(weightLayers(root));
}

/**
 * Reads the weights of a file of Keras's: `.weights.h5`, `.h5` of weights alone, or those in a file with a whole model,
 * whose layers need not be known. Names are those in the file.
 *
 * @throws FormatError when the file is damaged or no file of Keras's.
 */
export async function readKerasWeights(bytes: Uint8Array): Promise<StoredModel> {
  if (isZip(bytes)) return weightsAlone(nativeLayers(weightsMember(unzip(bytes, MAX_UNPACKED))));
  return weightsAlone(weightLayers(readHdf5(bytes)));
}

const weightsAlone = (layers: readonly StoredLayer[]): StoredModel => ({
  config: null,
  layers,
  training: null,
  metadata: {},
});

function weightLayers(root: Hdf5Group): readonly StoredLayer[] {
  const weights = root.groups.get('model_weights');
  if (weights !== undefined) return legacyLayers(weights);
  return isNative(root) ? nativeLayers(root) : legacyLayers(root);
}

function readLegacyModel(root: Hdf5Group): StoredModel {
  const config = configFromKeras(parseBoundedJson(textOf(root, 'model_config') ?? '', "The model's config"));
  const weights = root.groups.get('model_weights');
  if (weights === undefined) throw new FormatError('The HDF5 file has a "model_config", but no "model_weights".');
  refuseTheano(root, weights, config);
  const compiled = textOf(root, 'training_config');
  return assembled(config, legacyWeights(weights, modelTree(config)), {
    compiled: compiled === undefined ? undefined : parseBoundedJson(compiled, "The model's training_config"),
    variables: legacyOptimizerVariables(root),
    metadata: textOf(root, OWN_KEY),
  });
}

/** Theano turned filters around; TensorFlow, and we, do not. */
function refuseTheano(root: Hdf5Group, weights: Hdf5Group, config: JsonObject): void {
  const backend = textOf(root, 'backend') ?? textOf(weights, 'backend');
  if (backend !== 'theano' || !weightsIn(modelTree(config)).some(({ name }) => /kernel/i.test(name))) return;
  throw new FormatError(
    'The file was written by Keras with Theano, whose filters are turned around. Load and save it with TensorFlow.',
    { backend },
  );
}

function readNativeModel(bytes: Uint8Array): StoredModel {
  const members = unzip(bytes, MAX_UNPACKED);
  const kerasConfig = jsonMember(members, 'config.json');
  const metadata = members.has('metadata.json') ? jsonMember(members, 'metadata.json') : {};
  const config = configFromKeras(kerasConfig);
  const root = weightsMember(members);
  return assembled(config, nativeWeights(root, modelTree(config)), {
    compiled: isObject(kerasConfig) ? kerasConfig['compile_config'] : undefined,
    variables: nativeOptimizerVariables(root),
    metadata: isObject(metadata) ? metadata[OWN_KEY] : undefined,
  });
}

function jsonMember(members: ReadonlyMap<string, Uint8Array>, name: string): unknown {
  const member = members.get(name);
  if (member === undefined) throw new FormatError(`The zip archive has no "${name}"; it is no Keras model.`);
  return parseBoundedJson(new TextDecoder().decode(member), `"${name}" in the Keras model`);
}

function weightsMember(members: ReadonlyMap<string, Uint8Array>): Hdf5Group {
  const member = members.get('model.weights.h5');
  if (member !== undefined) return readHdf5(member);
  const hint = members.has('model.weights.npz') ? ' It was saved without h5py: install h5py and save it again.' : '';
  throw new FormatError(`The zip archive has no "model.weights.h5".${hint}`);
}

interface Rest {
  readonly compiled: unknown;
  readonly variables: readonly OptimizerVariable[];
  readonly metadata: unknown;
}

function assembled(config: JsonObject, arrays: Assigned, { compiled, variables, metadata }: Rest): StoredModel {
  const nodes = modelTree(config);
  return {
    config,
    layers: storedLayers(nodes, arrays),
    training: withSlots(trainingFromKeras(compiled)),
    metadata: ownMetadata(metadata),
  };

  function withSlots(training: ReturnType<typeof trainingFromKeras>): StoredTraining | null {
    // Keras 3 keeps an empty compile_config of models that were not compiled.
    if (training === null || (training.optimizer === null && training.loss === undefined)) return null;
    if (training.optimizer === null) return { ...training, step: 0, slots: [] };
    const trained = weightsIn(nodes).filter(({ isTrained }) => isTrained);
    return { ...training, ...slotsFromKeras(training.optimizer, variables, trained, arrays) };
  }
}
