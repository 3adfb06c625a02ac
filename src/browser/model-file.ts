import { FormatError, ValueError } from '../errors.ts';
import { checkWritable, encodeModel, located, type StoredFileOptions } from '../formats/model-bytes.ts';
import { formatOfName } from '../formats/model-format.ts';
import type { StoredModel } from '../formats/stored-model.ts';
import { markPretrained } from '../nn/applications/application.ts';
import { isPublishedFile } from '../nn/applications/application-files.ts';
import type { FitWeightsOptions } from '../nn/models/fit-weights.ts';
import { type LoadedModel, loadedFrom, storedWith } from '../nn/models/loaded-model.ts';
import { setLoadedWeights } from '../nn/models/loaded-weights.ts';
import type { Model } from '../nn/models/model.ts';
import type { Preprocessing } from '../nn/models/preprocessing.ts';
import { weightsToStored } from '../nn/models/stored-model.ts';
import { downloadFile } from './download-file.ts';
import { type ModelSource, readSource, type SourceOptions } from './model-source.ts';
import { writeStore } from './model-store.ts';
import { isStoreUrl } from './store-url.ts';

/** What `saveModel` takes besides the model. */
export interface SaveModelOptions {
  /** Kept with the model and given back by `loadModel`. */
  readonly preprocessing?: Preprocessing;
}

/** What `loadModel` takes besides the source. */
export interface LoadModelOptions extends SourceOptions {
  /** Where it goes that the state of an optimizer is left out, because there is none such here. Default `console.warn`. */
  readonly warn?: (message: string) => void;
}

/** What `loadWeights` takes besides the model and the source. */
export interface LoadWeightsOptions extends SourceOptions, FitWeightsOptions {}

const DOWNLOADS = /^downloads:\/\//i;

/**
 * Saves a model: its layers, its weights, and the optimizer's state, so that training can go on. The format follows from
 * the ending, as in Node: `.safetensors`, `.h5`, `.keras`, `.zip` for TensorFlow.js (`model.json` and its weights), `.onnx`.
 *
 * | destination | where it goes |
 * | --- | --- |
 * | `downloads://digits.keras` | the browser's downloads |
 * | `opfs://models/digits.safetensors` | the origin private file system; folders are made |
 * | `indexeddb://digits.safetensors` | IndexedDB |
 *
 * In the browser's storage a model is written whole or not at all: what was there stays until then.
 *
 * @throws NotCompiledError when the model has no weights yet.
 * @throws ValueError when the destination is none.
 * @throws FormatError when the format cannot hold the model.
 * @throws WriteError when the storage is full, or there is none.
 */
export async function saveModel(model: Model, destination: string, options: SaveModelOptions = {}): Promise<void> {
  await put(destination, { weightsOnly: false }, () => storedWith(model, options.preprocessing));
}

/**
 * Saves a model's weights alone: to `.safetensors`, to `.h5` as Keras 2 does, or to `.weights.h5` as Keras 3 does; to where
 * `saveModel` does, and throws as that.
 */
export async function saveWeights(model: Model, destination: string): Promise<void> {
  await put(destination, { weightsOnly: true }, () => weightsToStored(model));
}

/**
 * A model as a file that was not saved anywhere, to be sent to a server, for instance; the name's ending tells the format.
 * Throws as `saveModel` does.
 */
export async function modelFile(model: Model, name: string, { preprocessing }: SaveModelOptions = {}): Promise<File> {
  const bytes = await encoded(name, { weightsOnly: false }, () => storedWith(model, preprocessing));
  return fileOf(bytes, name);
}

/**
 * Loads a model that was saved here or by the command line, or by Keras or TensorFlow.js, from
 *
 * - an address, relative to the page or whole; one that ends in `.json` or `/` is that of a TensorFlow.js model, whose
 *   weight files are fetched from beside it,
 * - `opfs://…` or `indexeddb://…`,
 * - a `File` that was chosen or dropped, or another `Blob` with `{ name }`,
 * - the files of a TensorFlow.js model, in any order.
 *
 * Call `compile` on it before anything else; compiled with the same optimizer, it goes on training where it was. Readers of
 * other formats than cnn-gpu's own are loaded when they are needed.
 *
 * @throws ValueError when the source is none.
 * @throws DataError when it cannot be had: not there, not reachable, a web page, too large.
 * @throws FormatError when it is damaged, of another version, has layers that are not known here, or holds no model.
 */
export async function loadModel(source: ModelSource, options: LoadModelOptions = {}): Promise<LoadedModel> {
  const { warn = console.warn, ...rest } = options;
  const { stored, path } = await readSource(source, { ...rest, weightsOnly: false });
  return located('load', path, () => loadedFrom(stored, path, warn));
}

/**
 * Gives a model the weights of a source (see `loadModel`) with weights or a whole model, in files of cnn-gpu's own by their
 * names, in others by their order, or by the names of layers with `byName`. On an error the model is unchanged. Throws
 * as `loadModel` does, and `NotCompiledError` with `byName` when layers are to keep weights that they do not have yet.
 */
export async function loadWeights(model: Model, source: ModelSource, options: LoadWeightsOptions = {}): Promise<void> {
  const { byName = false, ...rest } = options;
  const { stored, path, name, format } = await readSource(source, { ...rest, weightsOnly: true });
  await located('load', path, () => setLoadedWeights(model, stored, { byName, isOwn: format === 'safetensors' }));
  if (isPublishedFile(model, name)) markPretrained(model);
}

async function put(destination: string, options: StoredFileOptions, stored: () => Promise<StoredModel>): Promise<void> {
  const name = destination.replace(DOWNLOADS, '');
  const isDownload = name !== destination && name !== '' && !/[/\\]/.test(name);
  if (!isDownload && !isStoreUrl(destination)) {
    throw new ValueError(
      `${JSON.stringify(destination)} is nowhere to save to; "downloads://digits.keras", "opfs://models/digits.safetensors" ` +
        'or "indexeddb://digits.safetensors", for example, is expected.',
      { destination },
    );
  }
  const bytes = await encoded(destination, options, stored);
  if (isDownload) downloadFile(fileOf(bytes, name));
  else await writeStore(destination, bytes);
}

async function encoded(
  path: string,
  options: StoredFileOptions,
  stored: () => Promise<StoredModel>,
): Promise<Uint8Array<ArrayBuffer>> {
  const format = formatOfName(path) ?? 'safetensors';
  checkWritable(format, path, options);
  return located('write', path, async () => {
    if (format !== 'tfjs') return encodeModel(format, await stored(), options);
    throw new FormatError('A TensorFlow.js model is several files. End the name in .zip to get all of them in one.');
  });
}

const fileOf = (bytes: Uint8Array<ArrayBuffer>, name: string): File =>
  new File([bytes], name, {
    type: name.toLowerCase().endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
  });
