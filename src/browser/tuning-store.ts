import type { TuningStore } from '../engine/webgpu/tune-mode.ts';
import { tuningRecord } from '../engine/webgpu/tuning-record.ts';
import { openDatabase, resultOf } from './open-database.ts';
import { version } from './version.ts';

const DATABASE = 'cnn-gpu-tuning';
const RECORDS = 'records';

/**
 * Keeps what was measured on an adapter in the site's IndexedDB, one record for each adapter and version of cnn-gpu. It
 * can be measured again, so a record that cannot be read counts as missing and one that cannot be written is left.
 */
export function tuningStore(adapter: string): TuningStore {
  const key = `${adapter} ${version}`;
  return {
    load: () =>
      request('readonly', (records) => records.get(key))
        .then(tuningRecord)
        .catch(() => null),
    save: (record) =>
      request('readwrite', (records) => records.put(record, key))
        .then(() => {})
        .catch(() => {}),
  };
}

async function request(mode: IDBTransactionMode, make: (records: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await openDatabase(DATABASE, [RECORDS]);
  try {
    return await resultOf(make(database.transaction(RECORDS, mode).objectStore(RECORDS)));
  } finally {
    database.close();
  }
}
