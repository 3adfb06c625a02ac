import { FormatError } from '../../errors.ts';
import { setText } from '../hdf5/text-attributes.ts';
import { emptyGroup, groupAt, type Hdf5Group } from '../hdf5/tree.ts';
import { writeHdf5 } from '../hdf5/write-hdf5.ts';
import type { StoredModel, StoredTraining } from '../stored-model.ts';
import { zip } from '../zip.ts';
import { arraysOf } from './assign-weights.ts';
import type { JsonObject } from './json-value.ts';
import { LEGACY_VERSION, setLegacyOptimizer, setLegacyWeights } from './legacy-weights.ts';
import { modelTree, weightsIn } from './model-tree.ts';
import { setNativeOptimizer, setNativeWeights } from './native-weights.ts';
import { type OptimizerVariable, slotsToKeras } from './optimizer-slots.ts';
import { asciiJson, OWN_KEY } from './own-metadata.ts';
import { classNameInSnakeCase } from './spelling.ts';
import { lossAndMetricsToKeras, optimizerToKeras } from './training-config.ts';
import { configToKeras } from './write-config.ts';

/** The version of Keras whose `.keras` files ours are like. */
const NATIVE_VERSION = '3.15.1';

/**
 * Writes a whole model as Keras's `.h5` file, with the optimizer's state where there is one: Keras 2's layout, which
 * Keras 3 reads, too.
 *
 * @throws FormatError when there is no config, or it has a layer that Keras does not have.
 */
export async function writeKerasH5(stored: StoredModel): Promise<Uint8Array<ArrayBuffer>> {
  const config = configOf(stored);
  const root = emptyGroup();
  setText(root, 'backend', 'tensorflow');
  setText(root, 'keras_version', LEGACY_VERSION);
  setText(root, 'model_config', asciiJson(configToKeras(config, 'h5')));
  if (Object.keys(stored.metadata).length > 0) setText(root, OWN_KEY, asciiJson(stored.metadata));
  const nodes = modelTree(config);
  setLegacyWeights(groupAt(root, 'model_weights'), nodes, arraysOf(stored.layers));
  if (stored.training !== null) {
    const { optimizer } = stored.training;
    const compiled = {
      ...lossAndMetricsToKeras(stored.training, 'h5'),
      ...(optimizer === null ? {} : { optimizer_config: optimizerToKeras(optimizer, 'h5') }),
    };
    setText(root, 'training_config', asciiJson(compiled));
    const variables = optimizerVariables(config, stored.training);
    if (variables.length > 0) setLegacyOptimizer(root, variables);
  }
  return writeHdf5(root);
}

/**
 * Writes a model's weights alone as a `.h5` file of Keras 2.
 *
 * @throws FormatError when there is no config to tell the order of the weights.
 */
export async function writeKerasH5Weights(stored: StoredModel): Promise<Uint8Array<ArrayBuffer>> {
  const root = emptyGroup();
  setLegacyWeights(root, modelTree(configOf(stored)), arraysOf(stored.layers));
  return writeHdf5(root);
}

/**
 * Writes a whole model as Keras 3's `.keras` file, with the optimizer's state where there is one.
 *
 * @param savedAt the time that is kept in the file.
 * @throws FormatError when there is no config, or it has a layer that Keras does not have.
 */
export async function writeKeras(stored: StoredModel, savedAt = new Date()): Promise<Uint8Array<ArrayBuffer>> {
  const config = configOf(stored);
  const metadata = {
    keras_version: NATIVE_VERSION,
    date_saved: savedAt.toISOString().slice(0, 19).replace('T', '@'),
    ...(Object.keys(stored.metadata).length === 0 ? {} : { [OWN_KEY]: stored.metadata }),
  };
  const compiled = stored.training === null ? {} : { compile_config: compileConfig(stored.training) };
  const text = (value: unknown) => new TextEncoder().encode(asciiJson(value));
  return zip({
    'metadata.json': text(metadata),
    'config.json': text({ ...configToKeras(config, 'keras'), ...compiled }),
    'model.weights.h5': await writeHdf5(nativeTree(stored)),
  });
}

/**
 * Writes a model's weights alone as Keras 3's `.weights.h5` file.
 *
 * @throws FormatError when there is no config to tell the order of the weights.
 */
export const writeKerasWeightsH5 = async (stored: StoredModel): Promise<Uint8Array<ArrayBuffer>> =>
  writeHdf5(nativeTree({ ...stored, training: null }));

function nativeTree(stored: StoredModel): Hdf5Group {
  const config = configOf(stored);
  const root = emptyGroup();
  const { name = 'model' } = config;
  setNativeWeights(root, String(name), modelTree(config), arraysOf(stored.layers));
  if (stored.training !== null && stored.training.optimizer !== null) {
    const variables = optimizerVariables(config, stored.training);
    if (variables.length > 0) {
      setNativeOptimizer(root, classNameInSnakeCase(stored.training.optimizer.className), variables);
    }
  }
  return root;
}

function compileConfig(training: StoredTraining): JsonObject {
  const { optimizer } = training;
  return {
    ...(optimizer === null ? {} : { optimizer: optimizerToKeras(optimizer, 'keras') }),
    ...lossAndMetricsToKeras(training, 'keras'),
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}

function configOf({ config }: StoredModel): JsonObject {
  if (config !== null) return config;
  throw new FormatError('There are weights, but no model: a Keras file cannot be written without its layers.');
}

/** None where the optimizer has not kept any state yet. */
function optimizerVariables(config: JsonObject, training: StoredTraining): readonly OptimizerVariable[] {
  const { optimizer, step, slots } = training;
  if (optimizer === null || (step === 0 && slots.length === 0)) return [];
  return slotsToKeras(
    optimizer,
    training,
    weightsIn(modelTree(config)).filter(({ isTrained }) => isTrained),
  );
}
