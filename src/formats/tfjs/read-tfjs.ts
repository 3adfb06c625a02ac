import type { StoredModel } from '../stored-model.ts';
import { decodeTfjs } from './decode-tfjs.ts';
import { shardSizes } from './parse-model-json.ts';

/**
 * Reads a TensorFlow.js layers model, of which `modelJson` is read already.
 *
 * @param readShard reads a file by its path from the folder of `model.json`, which none leads out of.
 * @throws FormatError as `decodeTfjs` does.
 */
export async function readTfjs(
  modelJson: Uint8Array,
  readShard: (path: string, maxBytes: number) => Promise<Uint8Array>,
): Promise<StoredModel> {
  const text = new TextDecoder().decode(modelJson);
  const files = new Map<string, Uint8Array>();
  for (const { path, maxBytes } of shardSizes(text)) files.set(path, await readShard(path, maxBytes));
  return decodeTfjs({ modelJson: text, files });
}
