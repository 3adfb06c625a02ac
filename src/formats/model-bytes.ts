import { FormatError, ShapeError } from '../errors.ts';
import type { ModelFileFormat, ModelFormat } from './model-format.ts';
import { decodeSafetensorsModel, encodeSafetensorsModel } from './safetensors-model.ts';
import type { StoredModel } from './stored-model.ts';

/** How a model is written and read. */
export interface StoredFileOptions {
  /** Weights alone, where the format has a form for that; read, they are found whether the layers are known here or not. */
  readonly weightsOnly: boolean;
}

/** What is saved under a model's name by mistake, by how it begins. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(!doctype|html)/i, 'It is a web page, not a model. Servers answer so for wrong addresses: check it.'],
  [/^version https:\/\/git-lfs/, 'It is a pointer of Git LFS, not the model itself. Get that by "git lfs pull".'],
];
const BEGINNING = 64;

const WITH_WEIGHTS_ALONE: readonly ModelFormat[] = ['safetensors', 'hdf5', 'keras-weights'];

/**
 * Checks that a format has room for what is to be written: weights alone, or a whole model.
 *
 * @param path for the message.
 * @throws FormatError that says which format to take instead.
 */
export function checkWritable(format: ModelFormat, path: string, { weightsOnly }: StoredFileOptions): void {
  if (weightsOnly && !WITH_WEIGHTS_ALONE.includes(format)) {
    throw new FormatError(
      `Cannot write ${path}: this format has no form for weights alone. Use .safetensors, .h5 or .weights.h5, or save the model.`,
      { path, format },
    );
  }
  if (!weightsOnly && format === 'keras-weights') {
    throw new FormatError(
      `Cannot write ${path}: it is a name for weights alone. Use .keras or .h5 for a model, or save the weights.`,
      { path, format },
    );
  }
}

/**
 * The bytes of a model's file. Formats of others are loaded when they are needed: most programs use one at most.
 *
 * @throws FormatError when the format cannot hold the model.
 */
export async function encodeModel(
  format: ModelFileFormat,
  stored: StoredModel,
  options: StoredFileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'safetensors') return encodeSafetensorsModel(stored, options);
  if (format === 'onnx') return (await import('./onnx/encode-onnx.ts')).encodeOnnx(stored);
  if (format === 'tfjs-zip') return (await import('./tfjs/tfjs-zip.ts')).encodeTfjsZip(stored);
  const keras = await import('./keras/write-keras.ts');
  if (format === 'keras') return keras.writeKeras(stored);
  if (format === 'keras-weights') return keras.writeKerasWeightsH5(stored);
  return options.weightsOnly ? keras.writeKerasH5Weights(stored) : keras.writeKerasH5(stored);
}

/**
 * The model, or the weights alone, in the bytes of a file.
 *
 * @throws FormatError when they are damaged, or of a format that is only written.
 */
export async function decodeModel(
  format: ModelFileFormat,
  bytes: Uint8Array,
  { weightsOnly }: StoredFileOptions,
): Promise<StoredModel> {
  if (format === 'onnx') throw new FormatError('ONNX files are only written. Load the file that it was made from.');
  const beginning = new TextDecoder().decode(bytes.subarray(0, BEGINNING));
  const other = OTHERS.find(([pattern]) => pattern.test(beginning));
  if (other !== undefined) throw new FormatError(other[1]);
  if (format === 'safetensors') return decodeSafetensorsModel(bytes);
  if (format === 'tfjs-zip') return (await import('./tfjs/tfjs-zip.ts')).decodeTfjsZip(bytes);
  const keras = await import('./keras/read-keras.ts');
  return weightsOnly ? keras.readKerasWeights(bytes) : keras.readKerasModel(bytes);
}

/** Runs what loads or writes a model; errors then say which file they are about, in `details` as `path`. */
export async function located<T>(verb: 'load' | 'write', path: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof FormatError || cause instanceof ShapeError)) throw cause;
    throw new FormatError(`Cannot ${verb} ${path}: ${cause.message}`, { ...cause.details, path }, { cause });
  }
}
