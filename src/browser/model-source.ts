import { FormatError, ValueError } from '../errors.ts';
import { decodeModel, located, type StoredFileOptions } from '../formats/model-bytes.ts';
import { formatOfName, type ModelFormat } from '../formats/model-format.ts';
import type { StoredModel } from '../formats/stored-model.ts';
import type { FetchOptions } from './fetch-bytes.ts';
import { chosenFile, chosenFiles } from './model-chosen-files.ts';
import { readStore } from './model-store.ts';
import { modelAtUrl } from './model-url.ts';
import { isStoreUrl } from './store-url.ts';

/**
 * Where a model is read from: an address (`https://…`, relative to the page, `opfs://…`, `indexeddb://…`), a file that
 * was chosen or dropped, or the files of a TensorFlow.js model in any order.
 */
export type ModelSource = string | URL | Blob | FileList | readonly File[];

/** What is told of a source besides. */
export interface SourceOptions extends Omit<FetchOptions, 'maxBytes'> {
  /** A file name whose ending tells the format, for a `Blob` and for an address that does not end in one. */
  readonly name?: string;
  /** More than this is not read of any file. Default 2 GiB. */
  readonly maxBytes?: number;
}

/** Reads bytes, of which there may be so many. */
export type ReadBytes = (maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

/** Where a model's files are. */
export interface ModelPlace {
  /** What messages call it. */
  readonly path: string;
  /** The file's name, which tells the format. */
  readonly name: string;
  /** Reads the file. */
  readonly read: ReadBytes;
  /** Reads a weight file of a TensorFlow.js model, by its path from the folder of `model.json`. */
  readonly readShard?: (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** What was read, and where from. */
export interface ReadModel {
  readonly stored: StoredModel;
  readonly path: string;
  readonly name: string;
  readonly format: ModelFormat;
}

const MAX_BYTES = 2 ** 31;
/** Layers of thousands of weights take less. */
const MAX_JSON_BYTES = 256 * 2 ** 20;

/**
 * Reads a model, or its weights alone.
 *
 * @throws ValueError when the source is none, or does not tell the format.
 * @throws DataError when it cannot be read.
 * @throws FormatError when it is damaged, or of a format that is only written.
 */
export async function readSource(
  source: ModelSource,
  { maxBytes = MAX_BYTES, ...options }: SourceOptions & StoredFileOptions,
): Promise<ReadModel> {
  const { path, name, read, readShard } = placeOf(source, options);
  const format = formatOfName(name) ?? 'safetensors';
  const stored = await located('load', path, async () => {
    if (format !== 'tfjs') return decodeModel(format, await read(maxBytes), options);
    if (readShard === undefined) {
      throw new FormatError('A TensorFlow.js model is several files: give all of them, or a .zip of them.');
    }
    const { readTfjs } = await import('../formats/tfjs/read-tfjs.ts');
    const json = await read(Math.min(maxBytes, MAX_JSON_BYTES));
    return readTfjs(json, (shard, bytes) => readShard(shard, Math.min(maxBytes, bytes)));
  });
  return { stored, path, name, format };
}

function placeOf(source: ModelSource, options: SourceOptions): ModelPlace {
  if (source instanceof Blob) return chosenFile(source, options.name);
  if (typeof source !== 'string' && !(source instanceof URL)) return chosenFiles([...source]);
  const url = String(source);
  if (isStoreUrl(url)) return { path: url, name: options.name ?? url, read: () => readStore(url) };
  if (!/^downloads:/i.test(url)) return modelAtUrl(url, options);
  throw new ValueError(
    `Cannot load ${url}: a page cannot read downloads. Have the file chosen (<input type="file">) and give it as a File.`,
    { url },
  );
}
