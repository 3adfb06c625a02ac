import { DataError, ValueError } from '../errors.ts';
import type { ModelPlace } from './model-source.ts';

/** A model in a file that was chosen or dropped. `name` is needed where the blob is no `File`. */
export function chosenFile(blob: Blob, given?: string): ModelPlace {
  const name = given ?? (blob instanceof File ? blob.name : undefined);
  if (name === undefined || name === '') {
    throw new ValueError('A Blob has no name to tell the format by: give one, such as { name: "model.keras" }.');
  }
  return { path: name, name, read: (maxBytes) => bytesOf(blob, name, maxBytes) };
}

/**
 * A model in files that were chosen together: one file, or a TensorFlow.js model's `.json` with its weight files, which
 * are found by their paths beside it where the files have some, else by their names. Others are passed over.
 *
 * @throws ValueError when it cannot be told which file the model is.
 */
export function chosenFiles(files: readonly File[]): ModelPlace {
  const [file] = files;
  if (files.length === 1) return { ...chosenFile(file), readShard: (path) => Promise.reject(missing(path, file.name)) };
  const json = modelJson(files);
  const folder = pathOf(json).slice(0, -json.name.length);
  return {
    path: pathOf(json),
    name: json.name,
    read: (maxBytes) => bytesOf(json, pathOf(json), maxBytes),
    readShard: async (path, maxBytes) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const found =
        files.find((each) => pathOf(each) === `${folder}${path}`) ?? files.find((each) => pathOf(each) === name);
      if (found === undefined) throw missing(path, json.name);
      return bytesOf(found, path, maxBytes);
    },
  };
}

/** The file to begin with: the only `.json`, or the only one that is called `model.json`. */
function modelJson(files: readonly File[]): File {
  const all = files.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  const usual = all.filter(({ name }) => name.toLowerCase() === 'model.json');
  const [json] = all.length === 1 ? all : usual.length === 1 ? usual : [];
  if (json !== undefined) return json;
  throw new ValueError(
    `Of ${files.length} files, ${all.length} end in .json; one model is expected: a single file, or the model.json of a ` +
      'TensorFlow.js model with its weight files.',
    { files: files.map(pathOf) },
  );
}

const pathOf = ({ webkitRelativePath, name }: File): string => webkitRelativePath || name;

const missing = (path: string, json: string): DataError =>
  new DataError(
    `The weight file "${path}", which ${json} names, is not among the files. Choose all of them together.`,
    {
      path,
    },
  );

async function bytesOf(blob: Blob, path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (blob.size > maxBytes) {
    throw new DataError(`Cannot read ${path}: it has ${blob.size} bytes; at most ${maxBytes} are expected.`, {
      path,
      size: blob.size,
      maxBytes,
    });
  }
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new DataError(
      `Cannot read ${path}: it has changed or gone since it was chosen. Choose it again.`,
      { path },
      { cause },
    );
  }
}
