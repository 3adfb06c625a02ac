import { FormatError, ShapeError } from '../errors.ts';
import type { StoredModel } from '../formats/stored-model.ts';
import { type ModelFormat, modelFormat } from './model-format.ts';
import { readFileBounded } from './read-file-bounded.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** How a model is written and read. */
export interface StoredFileOptions {
  /** Weights alone, where the format has a form for that; read, they are found whether the layers are known here or not. */
  readonly weightsOnly: boolean;
}

/** 4 GiB: what the oldest Node that we run on has in one array. */
const MAX_BYTES = 2 ** 32;

/**
 * Writes a model in the format that the path stands for. What was there stays until all is written.
 *
 * @throws FormatError when the format cannot hold the model.
 * @throws WriteError when a file cannot be written.
 */
export async function writeStored(path: string, stored: StoredModel, options: StoredFileOptions): Promise<void> {
  const format = await modelFormat(path);
  const hasWeightsOnly = format === 'safetensors' || format === 'hdf5' || format === 'keras-weights';
  if (options.weightsOnly && !hasWeightsOnly) {
    throw new FormatError(
      `Cannot write ${path}: this format has no form for weights alone. Use .safetensors, .h5 or .weights.h5, or save the model.`,
      { path, format },
    );
  }
  if (!options.weightsOnly && format === 'keras-weights') {
    throw new FormatError(
      `Cannot write ${path}: it is a name for weights alone. Use .keras or .h5 for a model, or save the weights.`,
      { path, format },
    );
  }
  await located('write', path, async () => {
    if (format === 'tfjs') await (await import('./tfjs-folder.ts')).writeTfjsFolder(path, stored);
    else await writeFileAtomic(path, await encoded(format, stored, options));
  });
}

/**
 * Reads a model, or weights alone, in the format that the path stands for.
 *
 * @throws DataError when a file cannot be read.
 * @throws FormatError when it is damaged, or of a format that is only written.
 */
export async function readStored(path: string, options: StoredFileOptions): Promise<StoredModel> {
  const format = await modelFormat(path);
  return located('load', path, async () => {
    if (format === 'tfjs') return (await import('./tfjs-folder.ts')).readTfjsFolder(path);
    if (format === 'onnx') throw new FormatError('ONNX files are only written. Load the file that it was made from.');
    return decoded(format, await readFileBounded(path, MAX_BYTES), options);
  });
}

/** Formats are loaded when they are needed: most programs use one. */
async function encoded(
  format: Exclude<ModelFormat, 'tfjs'>,
  stored: StoredModel,
  options: StoredFileOptions,
): Promise<Uint8Array> {
  if (format === 'safetensors') {
    return (await import('../formats/safetensors-model.ts')).encodeSafetensorsModel(stored, options);
  }
  if (format === 'onnx') return (await import('../formats/onnx/encode-onnx.ts')).encodeOnnx(stored);
  const keras = await import('../formats/keras/write-keras.ts');
  if (format === 'keras') return keras.writeKeras(stored);
  if (format === 'keras-weights') return keras.writeKerasWeightsH5(stored);
  return options.weightsOnly ? keras.writeKerasH5Weights(stored) : keras.writeKerasH5(stored);
}

async function decoded(
  format: Exclude<ModelFormat, 'tfjs' | 'onnx'>,
  bytes: Uint8Array,
  { weightsOnly }: StoredFileOptions,
): Promise<StoredModel> {
  if (format === 'safetensors') {
    return (await import('../formats/safetensors-model.ts')).decodeSafetensorsModel(bytes);
  }
  const keras = await import('../formats/keras/read-keras.ts');
  return weightsOnly ? keras.readKerasWeights(bytes) : keras.readKerasModel(bytes);
}

/** Says which file an error is about. */
export async function located<T>(verb: 'load' | 'write', path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof FormatError || cause instanceof ShapeError)) throw cause;
    throw new FormatError(`Cannot ${verb} ${path}: ${cause.message}`, { ...cause.details, path }, { cause });
  }
}
