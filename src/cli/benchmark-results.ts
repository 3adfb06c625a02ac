import { join } from 'node:path';
import { FormatError } from '../errors.ts';
import type { Device } from '../index.ts';
import { cacheFolder, errorReason, writeFileAtomic } from '../node/index.ts';
import { makeFolder } from '../node/make-folder.ts';
import { readFileBounded } from '../node/read-file-bounded.ts';
import { deviceRecord } from './device-line.ts';
import { figure } from './figures.ts';
import type { Output } from './output.ts';
import { formatTable, numbers } from './table.ts';
import { version } from './version.ts';

/** A measured time by name, with its spread. */
export interface ResultRow {
  readonly name: string;
  readonly ms: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** What a benchmark measured, as its file holds it. */
export interface Results {
  readonly bench: string;
  readonly version: string;
  /** Null where only the host computes. */
  readonly device: ReturnType<typeof deviceRecord> | null;
  readonly rows: readonly ResultRow[];
}

const MAX_FILE_BYTES = 2 ** 24;

/** Puts the rows of a benchmark together with what they were measured on. */
export const resultsOf = (bench: string, device: Device | null, rows: readonly ResultRow[]): Results => ({
  bench,
  version,
  device: device && deviceRecord(device),
  rows,
});

/** Reads results that `--save` wrote. Throws `DataError` when there are none, `FormatError` for another file. */
export async function readResults(path: string): Promise<Results> {
  const text = new TextDecoder().decode(await readFileBounded(path, MAX_FILE_BYTES));
  let results: Partial<Results>;
  try {
    results = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`${path} is not valid JSON (${errorReason(cause)}).`, { path }, { cause });
  }
  if (Array.isArray(results?.rows) && results.rows.every(isRow)) return results as Results;
  throw new FormatError(`${path} holds no results of cnn-gpu bench. Name a file that --save wrote.`, { path });
}

const isRow = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'name' in row && 'ms' in row && typeof row.ms === 'number';

/**
 * Writes results to a file, or else to one in the cache folder that is named after what was measured. Where the cache
 * cannot be written they are only printed.
 */
export async function saveResults(results: Results, path: string | undefined, output: Output): Promise<void> {
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (path !== undefined) await writeFileAtomic(path, text);
  const kept = path ?? (await saveInCache(results, text));
  if (kept === null) output.warn('The cache folder cannot be written; name a file with --save to keep the results.');
  else output.say(`\nSaved to ${kept}`);
}

async function saveInCache({ bench, device }: Results, text: string): Promise<string | null> {
  const folder = join(cacheFolder(), 'benchmarks');
  const name = [bench, device?.kind, device?.adapter].filter((part) => part !== undefined).join(' ');
  const path = join(folder, `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`);
  try {
    await makeFolder(folder);
    await writeFileAtomic(path, text);
    return path;
  } catch {
    return null;
  }
}

/** A table of the rows that both have: how long they took before and now, and the ratio of the two. */
export function comparison(before: Results, now: Results): string {
  const old = new Map(before.rows.map((row) => [row.name, row.ms]));
  const rows = now.rows.flatMap(({ name, ms }) => {
    const was = old.get(name);
    return was === undefined ? [] : [[name, figure(was), figure(ms), (ms / was).toFixed(2)]];
  });
  if (rows.length === 0) return 'The two results have no row in common.';
  return formatTable([{ title: 'new / old' }, numbers('old ms'), numbers('new ms'), numbers('ratio')], rows);
}
