import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../src/engine/device.ts';

/** A row of a bench's table. */
export type Row = Readonly<Record<string, string | number>>;

const FOLDER = join(import.meta.dirname, 'results');

/** A device in words. Figures without it say nothing. */
export const deviceLine = ({ kind, info }: Device): string =>
  `${kind}: ${info.adapter} (${info.software ? 'software' : 'hardware'})`;

/** Three significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** Prints rows and keeps them in `bench/results/<adapter>.json`, beside those of the other benches. Returns the path. */
export async function report(bench: string, device: Device, rows: readonly Row[]): Promise<string> {
  console.table(rows);
  const path = join(FOLDER, `${device.info.adapter.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`);
  const before = await readFile(path, 'utf8').then(JSON.parse, () => ({}));
  const results = { ...before, adapter: device.info.adapter, software: device.info.software, [bench]: rows };
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`);
  return path;
}
