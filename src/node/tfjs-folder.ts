import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CnnGpuError, WriteError } from '../errors.ts';
import type { StoredModel } from '../formats/stored-model.ts';
import { encodeTfjs } from '../formats/tfjs/encode-tfjs.ts';
import { shardSizes } from '../formats/tfjs/parse-model-json.ts';
import { readTfjs } from '../formats/tfjs/read-tfjs.ts';
import { makeFolder } from './make-folder.ts';
import { isModelJson } from './model-format.ts';
import { readFileBounded } from './read-file-bounded.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** Layers of thousands of weights take less. */
const MAX_JSON_BYTES = 256 * 2 ** 20;

/** What the TensorFlow.js converter calls the files of weights. */
const GROUP = 'group1';

const jsonPath = (path: string): string => (isModelJson(path) ? path : join(path, 'model.json'));

/**
 * Writes a TensorFlow.js model into a folder, which is made where it is missing. Weights go to new files, `model.json` comes
 * last, and only then are the weights of an older model removed: at any moment one whole model can be loaded.
 *
 * @throws WriteError when a file cannot be written.
 */
export async function writeTfjsFolder(path: string, stored: StoredModel): Promise<void> {
  const file = jsonPath(path);
  const folder = dirname(file);
  await makeFolder(folder);
  const old = await oldShards(file);
  // Other models may be in the same folder.
  const isTaken = (await readdir(folder)).some((name) => name.startsWith(`${GROUP}-`));
  const group = isTaken ? `${GROUP}-${randomUUID().slice(0, 8)}` : GROUP;
  const { modelJson, files } = encodeTfjs(stored, { group });
  for (const [name, bytes] of files) await writeFileAtomic(join(folder, name), bytes);
  await writeFileAtomic(file, modelJson);
  const kept = new Set([...files.keys(), basename(file)]);
  for (const name of old.filter((shard) => !kept.has(shard)))
    await rm(join(folder, name), { force: true }).catch(() => {});
}

/** Reads a TensorFlow.js layers model. Throws `DataError` and `FormatError`. */
export async function readTfjsFolder(path: string): Promise<StoredModel> {
  const file = jsonPath(path);
  const modelJson = await readFileBounded(file, MAX_JSON_BYTES);
  return readTfjs(modelJson, (shard, maxBytes) => readFileBounded(join(dirname(file), shard), maxBytes));
}

/**
 * Paths of a TensorFlow.js model's weight files, from the folder of its `model.json`. None leads out of it, other than by
 * links. Throws `DataError` and `FormatError`.
 */
export const listShards = async (jsonFile: string): Promise<readonly string[]> =>
  shardSizes(await readText(jsonFile)).map(({ path }) => path);

/** The weight files of the model that is there; none where there is no model that can be read. */
async function oldShards(file: string): Promise<readonly string[]> {
  try {
    return await listShards(file);
  } catch (error) {
    if (error instanceof CnnGpuError && !(error instanceof WriteError)) return [];
    throw error;
  }
}

const readText = async (file: string): Promise<string> =>
  new TextDecoder().decode(await readFileBounded(file, MAX_JSON_BYTES));
