import { checkWritable, decodeModel, encodeModel, located, type StoredFileOptions } from '../formats/model-bytes.ts';
import type { StoredModel } from '../formats/stored-model.ts';
import { modelFormat } from './model-format.ts';
import { readFileBounded } from './read-file-bounded.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

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
  checkWritable(format, path, options);
  await located('write', path, async () => {
    if (format === 'tfjs') await (await import('./tfjs-folder.ts')).writeTfjsFolder(path, stored);
    else await writeFileAtomic(path, await encodeModel(format, stored, options));
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
    return decodeModel(format, await readFileBounded(path, MAX_BYTES), options);
  });
}
