import { FormatError } from '../errors.ts';
import { addressOf, fetchBytes } from './fetch-bytes.ts';
import type { ModelPlace, SourceOptions } from './model-source.ts';

/** A model on a server; an address of a folder is that of the `model.json` in it. */
export function modelAtUrl(given: string, { name, onProgress, signal }: SourceOptions): ModelPlace {
  const address = addressOf(given);
  const isFolder = name === undefined && new URL(address).pathname.endsWith('/');
  const url = isFolder ? addressOf('model.json', address) : address;
  return {
    path: url,
    name: name ?? lastName(url),
    read: (maxBytes) => fetchBytes(url, 'a model', { maxBytes, onProgress, signal }),
    readShard: (path, maxBytes) =>
      fetchBytes(shardUrl(path, url), 'a weight file of a model', { maxBytes, onProgress, signal }),
  };
}

/** The last name in an address's path. */
function lastName(url: string): string {
  const encoded = new URL(url).pathname.split('/').at(-1) as string;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Names in `model.json` are names of files: what is special in an address is none of theirs. */
function shardUrl(path: string, modelJson: string): string {
  const folder = addressOf('.', modelJson);
  const url = addressOf(path.split('/').map(encodeURIComponent).join('/'), folder);
  if (url.startsWith(folder)) return url;
  throw new FormatError(`model.json names the file "${path}", which is not in its folder ${folder}.`, { path });
}
