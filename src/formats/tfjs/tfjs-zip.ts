import { FormatError } from '../../errors.ts';
import type { StoredModel } from '../stored-model.ts';
import { unzip, zip } from '../zip.ts';
import { decodeTfjs } from './decode-tfjs.ts';
import { encodeTfjs } from './encode-tfjs.ts';

const MODEL_JSON = 'model.json';
/** 4 GiB, as much as one array holds in the oldest Node that we run on. */
const MAX_UNPACKED = 2 ** 32;

/** The files of a TensorFlow.js layers model in one zip archive, `model.json` first. Throws as `encodeTfjs` does. */
export function encodeTfjsZip(stored: StoredModel): Uint8Array<ArrayBuffer> {
  const { modelJson, files } = encodeTfjs(stored);
  return zip({ [MODEL_JSON]: new TextEncoder().encode(modelJson), ...Object.fromEntries(files) });
}

/**
 * The model of a TensorFlow.js model's files in a zip archive; `model.json` may be in a folder there.
 *
 * @throws FormatError when the archive is damaged, has no or several models, or what is in it is no layers model.
 */
export function decodeTfjsZip(bytes: Uint8Array): StoredModel {
  const members = unzip(bytes, MAX_UNPACKED);
  const found = [...members.keys()].filter((name) => name === MODEL_JSON || name.endsWith(`/${MODEL_JSON}`));
  const [path] = found;
  if (path === undefined || found.length > 1) {
    const problem = path === undefined ? `no "${MODEL_JSON}"` : `${found.length} files "${MODEL_JSON}"`;
    throw new FormatError(
      `The zip archive has ${problem}; the files of one TensorFlow.js model are expected. Files of Keras end in .keras.`,
    );
  }
  const folder = path.slice(0, -MODEL_JSON.length);
  const files = new Map(
    [...members].filter(([name]) => name.startsWith(folder)).map(([name, file]) => [name.slice(folder.length), file]),
  );
  return decodeTfjs({ modelJson: new TextDecoder().decode(members.get(path)), files });
}
