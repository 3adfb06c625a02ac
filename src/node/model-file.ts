import { basename } from 'node:path';
import { located } from '../formats/model-bytes.ts';
import { markPretrained } from '../nn/applications/application.ts';
import { isPublishedFile } from '../nn/applications/application-files.ts';
import type { FitWeightsOptions } from '../nn/models/fit-weights.ts';
import { type LoadedModel, loadedFrom, storedWith } from '../nn/models/loaded-model.ts';
import { setLoadedWeights } from '../nn/models/loaded-weights.ts';
import type { Model } from '../nn/models/model.ts';
import type { Preprocessing } from '../nn/models/preprocessing.ts';
import { weightsToStored } from '../nn/models/stored-model.ts';
import { forgetCheckpoint } from './live-checkpoints.ts';
import { modelFormat } from './model-format.ts';
import { readStored, writeStored } from './stored-file.ts';

/** What saving takes besides the model. */
export interface SaveWeightsOptions {
  /** Whether it is meant when the file is one that a `ModelCheckpoint` wrote. Default false: a warning names the file. */
  readonly overwrite?: boolean;
  /** Where warnings go. Default `console.warn`. */
  readonly warn?: (message: string) => void;
}

/** What `saveModel` takes besides the model. */
export interface SaveModelOptions extends SaveWeightsOptions {
  /** Kept with the model and given back by `loadModel`. */
  readonly preprocessing?: Preprocessing;
}

/** What `loadModel` takes besides the path. */
export interface LoadModelOptions {
  /** Where it goes that the state of an optimizer is left out, because there is none such here. Default `console.warn`. */
  readonly warn?: (message: string) => void;
}

/** What `loadWeights` takes besides the model. */
export type LoadWeightsOptions = FitWeightsOptions;

/**
 * Writes a model: its layers, its weights, and the optimizer's state, so that training can go on. The format follows from
 * the path:
 *
 * | path | format |
 * | --- | --- |
 * | `model.safetensors`, and all endings not named here | cnn-gpu's own |
 * | `model.h5`, `model.hdf5` | Keras 2 and 3 |
 * | `model.keras` | Keras 3 |
 * | `folder/`, `folder/model.json` | TensorFlow.js layers model |
 * | `model.zip` | the same, its files in one archive |
 * | `model.onnx` | ONNX, for prediction elsewhere; it cannot be loaded again |
 *
 * Files are either written whole or not touched.
 *
 * @throws NotCompiledError when the model has no weights yet.
 * @throws FormatError when the format cannot hold the model.
 * @throws WriteError when a file cannot be written.
 */
export async function saveModel(model: Model, path: string, options: SaveModelOptions = {}): Promise<void> {
  const stored = await storedWith(model, options.preprocessing);
  warnOfCheckpoint(path, options);
  await writeStored(path, stored, { weightsOnly: false });
}

/**
 * Reads a model from a file or folder that `saveModel` wrote, or Keras or TensorFlow.js; the format follows from the path
 * as there. Call `compile` on it before anything else; compiled with the same optimizer, it goes on training where it was.
 * To start training afresh from the weights, use `loadWeights`.
 *
 * @throws DataError when the file cannot be read.
 * @throws FormatError when it is damaged, of another version, has layers that are not known here, or holds no model.
 */
export async function loadModel(path: string, { warn = console.warn }: LoadModelOptions = {}): Promise<LoadedModel> {
  const stored = await readStored(path, { weightsOnly: false });
  return located('load', path, () => loadedFrom(stored, path, warn));
}

/**
 * Writes a model's weights alone: to `.safetensors`, to `.h5` as Keras 2 does, or to `.weights.h5` as Keras 3 does. Throws
 * as `saveModel` does.
 */
export async function saveWeights(model: Model, path: string, options: SaveWeightsOptions = {}): Promise<void> {
  const stored = await weightsToStored(model);
  warnOfCheckpoint(path, options);
  await writeStored(path, stored, { weightsOnly: true });
}

/**
 * Gives a model the weights of a file with weights or a whole model. In cnn-gpu's own files they are found by their names;
 * in those of others by their order, as Keras does, or by the names of layers with `byName`. On an error the model is
 * unchanged. A file that has the name of an application's published weights makes this known of the model, as
 * `loadApplicationWeights` does.
 *
 * @throws DataError when the file cannot be read.
 * @throws FormatError when it is damaged, of another version, or of another model.
 * @throws NotCompiledError with `byName` when layers are to keep weights that they do not have yet.
 */
export async function loadWeights(model: Model, path: string, options: LoadWeightsOptions = {}): Promise<void> {
  const stored = await readStored(path, { weightsOnly: true });
  const isOwn = (await modelFormat(path)) === 'safetensors';
  await located('load', path, () => setLoadedWeights(model, stored, { ...options, isOwn }));
  if (isPublishedFile(model, basename(path))) markPretrained(model);
}

function warnOfCheckpoint(path: string, { overwrite = false, warn = console.warn }: SaveWeightsOptions): void {
  if (!forgetCheckpoint(path) || overwrite) return;
  warn(
    `Saving to ${path} replaces what ModelCheckpoint saved there in this run. ` +
      'Save under another name to keep it, or say that it is meant: { overwrite: true }.',
  );
}
