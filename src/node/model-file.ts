import { FormatError } from '../errors.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsContent } from '../formats/safetensors.ts';
import type { Model } from '../nn/models/model.ts';
import {
  type LoadedModel,
  type ModelFile,
  modelFromFile,
  modelToFile,
  type Preprocessing,
  weightsFromFile,
  weightsToFile,
} from '../nn/models/model-file.ts';
import { readFileBounded } from './read-file-bounded.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** What Node can read in one go. */
const MAX_BYTES = 2 ** 31 - 1;

/** What `saveModel` takes besides the model. */
export interface SaveModelOptions {
  /** Kept with the model and given back by `loadModel`. */
  readonly preprocessing?: Preprocessing;
}

/**
 * Writes a model to a safetensors file: its layers, its weights, and the optimizer's state, so that training can go on.
 * The file is either written whole or not touched.
 *
 * @throws NotCompiledError when the model has no weights yet.
 * @throws WriteError when the file cannot be written.
 */
export async function saveModel(model: Model, path: string, { preprocessing }: SaveModelOptions = {}): Promise<void> {
  await write(path, await modelToFile(model, preprocessing));
}

/**
 * Reads a model from a file that `saveModel` wrote. Call `compile` on it before anything else; compiled with the same
 * optimizer, it goes on training where it was. To start training afresh from the weights, use `loadWeights`.
 *
 * @throws DataError when the file cannot be read.
 * @throws FormatError when it is damaged, of another version, or no saved model.
 */
export const loadModel = (path: string): Promise<LoadedModel> => read(path, modelFromFile);

/** Writes a model's weights alone to a safetensors file. Throws as `saveModel` does. */
export async function saveWeights(model: Model, path: string): Promise<void> {
  await write(path, await weightsToFile(model));
}

/**
 * Gives a model the weights of a file that `saveWeights` or `saveModel` wrote. On an error the model is unchanged.
 *
 * @throws DataError when the file cannot be read.
 * @throws FormatError when it is damaged, of another version, or of another model.
 */
export const loadWeights = (model: Model, path: string): Promise<void> =>
  read(path, (content) => weightsFromFile(model, content));

const write = (path: string, { arrays, metadata }: ModelFile): Promise<void> =>
  writeFileAtomic(path, encodeSafetensors(arrays, metadata));

async function read<T>(path: string, use: (content: SafetensorsContent) => T): Promise<T> {
  const bytes = await readFileBounded(path, MAX_BYTES);
  try {
    return use(decodeSafetensors(bytes));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new FormatError(`Cannot load ${path}: ${cause.message}`, { ...cause.details, path }, { cause });
  }
}
