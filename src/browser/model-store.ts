import { CnnGpuError, DataError, ValueError, WriteError } from '../errors.ts';
import { formatOfName } from '../formats/model-format.ts';
import { listIndexedDb, readIndexedDb, removeIndexedDb, writeIndexedDb } from './indexeddb-store.ts';
import { listOpfs, readOpfs, removeOpfs, type StoredFile, writeOpfs } from './opfs-store.ts';
import { storageProblem } from './storage-problem.ts';
import { isStoreUrl } from './store-url.ts';

/** A model in the browser's storage. */
export interface SavedModel {
  /** As `loadModel` and `removeModel` take it. */
  readonly url: string;
  readonly bytes: number;
  readonly modified: Date;
}

interface Place {
  readonly store: 'opfs' | 'indexeddb';
  readonly path: readonly string[];
}

/**
 * Reads a file of the browser's storage.
 *
 * @throws ValueError when the address is none.
 * @throws DataError when there is no such file, or it cannot be read.
 */
export async function readStore(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const { store, path } = placeOf(url);
  const bytes = await reading(url, () => (store === 'opfs' ? readOpfs(path) : readIndexedDb(path.join('/'))));
  if (bytes !== undefined) return bytes;
  throw new DataError(`Cannot read ${url}: there is no such file. listModels() tells what there is.`, { url });
}

/**
 * Writes a file into the browser's storage, in pages and in workers. It is written whole or not at all: what was there
 * before stays until all is written.
 *
 * @throws ValueError when the address is none.
 * @throws WriteError when the storage is full or there is none. What was there is still there.
 */
export async function writeStore(url: string, bytes: Uint8Array): Promise<void> {
  const { store, path } = placeOf(url);
  try {
    await (store === 'opfs' ? writeOpfs(path, bytes) : writeIndexedDb(path.join('/'), bytes));
  } catch (cause) {
    throw new WriteError(url, `${await storageProblem(cause, bytes.length)} What was there before is untouched.`, {
      cause,
    });
  }
}

/**
 * The models in the browser's storage, the newest first: all that this library put into IndexedDB, and in the private
 * file system all files whose names end as those of models.
 *
 * @throws DataError when the storage cannot be read.
 */
export async function listModels(): Promise<readonly SavedModel[]> {
  const [opfs, indexedDb] = await reading("the browser's storage", () => Promise.all([listOpfs(), listIndexedDb()]));
  const listed = (store: string, files: readonly StoredFile[]): SavedModel[] =>
    files.map(({ path, bytes, modified }) => ({ url: `${store}://${path}`, bytes, modified }));
  const models = opfs.filter(({ path }) => formatOfName(path) !== undefined);
  return [...listed('opfs', models), ...listed('indexeddb', indexedDb)].sort(
    (a, b) => b.modified.getTime() - a.modified.getTime() || (a.url < b.url ? -1 : 1),
  );
}

/**
 * Removes a model from the browser's storage.
 *
 * @returns whether there was one.
 * @throws ValueError when the address is none.
 * @throws WriteError when it cannot be removed.
 */
export async function removeModel(url: string): Promise<boolean> {
  const { store, path } = placeOf(url);
  try {
    return await (store === 'opfs' ? removeOpfs(path) : removeIndexedDb(path.join('/')));
  } catch (cause) {
    throw new WriteError(url, await storageProblem(cause), { cause });
  }
}

function placeOf(url: string): Place {
  const [, store = '', rest = ''] = /^(\w+):\/\/(.*)$/s.exec(url) ?? [];
  const path = rest.split('/');
  const isName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[\\\0]/.test(name);
  if (isStoreUrl(url) && path.every(isName)) return { store: store.toLowerCase() as Place['store'], path };
  throw new ValueError(
    `${JSON.stringify(url)} is no place in the browser's storage; "opfs://models/digits.safetensors" or ` +
      '"indexeddb://digits.safetensors", for example, is expected.',
    { url },
  );
}

async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof CnnGpuError) throw cause;
    throw new DataError(`Cannot read ${what}: ${await storageProblem(cause)}`, { url: what }, { cause });
  }
}
