import { FormatError } from '../errors.ts';
import type { StoredModel } from '../formats/stored-model.ts';
import { type ModelFormat, modelFormat } from './model-format.ts';
import { readFileBounded } from './read-file-bounded.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** How a model is written. */
export interface WriteOptions {
  /** Weights alone, where the format has a form for that. */
  readonly weightsOnly: boolean;
}

/** What Node can read in one go. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Writes a model in the format that the path stands for. What was there stays until all is written.
 *
 * @throws FormatError when the format cannot hold the model.
 * @throws WriteError when a file cannot be written.
 */
export async function writeStored(path: string, stored: StoredModel, options: WriteOptions): Promise<void> {
  const format = await modelFormat(path);
  if (options.weightsOnly && format === 'onnx') {
    throw new FormatError(
      `Cannot write ${path}: this format has no form for weights alone. Use .safetensors, .h5 or .weights.h5, or save the model.`,
      { path, format },
    );
  }
  await located('write', path, async () => {
    await writeFileAtomic(path, await encoded(format, stored, options));
  });
}

/**
 * Reads a model, or weights alone, in the format that the path stands for.
 *
 * @throws DataError when a file cannot be read.
 * @throws FormatError when it is damaged, or of a format that is only written.
 */
export async function readStored(path: string): Promise<StoredModel> {
  const format = await modelFormat(path);
  return located('load', path, async () => {
    if (format === 'onnx') throw new FormatError('ONNX files are only written. Load the file that it was made from.');
    return decoded(format, await readFileBounded(path, MAX_BYTES));
  });
}

/** Formats are loaded when they are needed: most programs use one. */
async function encoded(format: ModelFormat, stored: StoredModel, options: WriteOptions): Promise<Uint8Array> {
  switch (format) {
    case 'onnx':
      return (await import('../formats/onnx/encode-onnx.ts')).encodeOnnx(stored);
    case 'safetensors':
      return (await import('../formats/safetensors-model.ts')).encodeSafetensorsModel(stored, options);
  }
}

async function decoded(format: Exclude<ModelFormat, 'onnx'>, bytes: Uint8Array): Promise<StoredModel> {
  switch (format) {
    case 'safetensors':
      return (await import('../formats/safetensors-model.ts')).decodeSafetensorsModel(bytes);
  }
}

/** Says which file an error is about. */
export async function located<T>(verb: 'load' | 'write', path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new FormatError(`Cannot ${verb} ${path}: ${cause.message}`, { ...cause.details, path }, { cause });
  }
}
