import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TuningStore } from '../engine/webgpu/tune-mode.ts';
import { tuningRecord } from '../engine/webgpu/tuning-record.ts';
import type { TuningRecord } from '../engine/webgpu/variant-choice.ts';
import { cacheFolder } from './cache-folder.ts';
import { makeFolder } from './make-folder.ts';
import { packageFolder } from './package-folder.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/**
 * Keeps what was measured on an adapter in the user's cache folder, one file for each adapter and version of cnn-gpu.
 * It can be measured again, so a file that cannot be read counts as missing and one that cannot be written is left.
 */
export function tuningStore(adapter: string): TuningStore {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string };
  const folder = join(cacheFolder(), 'tuning');
  const path = join(folder, `${fileNameOf(adapter)}-${version}.json`);
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch(() => null);
      return text === null ? null : parsedRecord(text);
    },
    async save(record) {
      const text = `${JSON.stringify({ adapter, version, ...record }, null, 2)}\n`;
      await makeFolder(folder)
        .then(() => writeFileAtomic(path, text))
        .catch(() => {});
    },
  };
}

const fileNameOf = (adapter: string): string => adapter.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function parsedRecord(text: string): TuningRecord | null {
  try {
    return tuningRecord(JSON.parse(text));
  } catch {
    return null;
  }
}
