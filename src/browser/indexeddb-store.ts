/**
 * Files in a database of the browser's: bytes in one store and, so that listing need not read them, their sizes and dates
 * in another. Both change in one transaction, or not at all.
 */
import { openDatabase } from './open-database.ts';
import type { StoredFile } from './opfs-store.ts';
import { ownBytes } from './own-bytes.ts';

const DATABASE = 'cnn-gpu';
const CONTENTS = 'contents';
const ENTRIES = 'entries';
const STORES = [CONTENTS, ENTRIES];

/** Reads a file; undefined when there is none. */
export const readIndexedDb = (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  transact('readonly', (store) => store(CONTENTS).get(path));

/** Writes a file whole, or leaves what is there. */
export async function writeIndexedDb(path: string, bytes: Uint8Array): Promise<void> {
  const entry: StoredFile = { path, bytes: bytes.length, modified: new Date() };
  await transact('readwrite', (store) => {
    store(ENTRIES).put(entry, path);
    return store(CONTENTS).put(ownBytes(bytes), path);
  });
}

/** Removes a file; whether there was one. */
export async function removeIndexedDb(path: string): Promise<boolean> {
  const found = await transact('readwrite', (store) => {
    const count = store(ENTRIES).count(path);
    store(ENTRIES).delete(path);
    store(CONTENTS).delete(path);
    return count;
  });
  return found > 0;
}

/** All files. */
export const listIndexedDb = (): Promise<readonly StoredFile[]> =>
  transact('readonly', (store): IDBRequest<StoredFile[]> => store(ENTRIES).getAll());

/** Runs a transaction and gives the result of the request that `run` returns, once it is on the disk. */
async function transact<T>(
  mode: IDBTransactionMode,
  run: (store: (name: string) => IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase(DATABASE, STORES);
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORES, mode, { durability: 'strict' });
      try {
        const request = run((name) => transaction.objectStore(name));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? request.error);
      } catch (error) {
        // What was asked for before would be written without the rest.
        transaction.abort();
        reject(error);
      }
    });
  } finally {
    database.close();
  }
}
