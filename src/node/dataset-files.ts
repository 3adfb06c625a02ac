import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError, FormatError } from '../errors.ts';
import { decodeTar } from '../formats/tar.ts';
import type { DatasetFile, DatasetSource } from './dataset-sources.ts';
import { readMaybeGzip } from './gunzip-bounded.ts';

/**
 * Reads a data set's files from `folder`: each plain or as `.gz`, there or in the source's subfolder, or all out of its
 * archive. Undefined when they are not all there.
 *
 * @throws DataError, naming the file, when one is there but cannot be read.
 */
export async function readDatasetFiles(folder: string, source: DatasetSource): Promise<DatasetFile[] | undefined> {
  const paths = await Promise.all(source.files.map((file) => firstFile(candidates(folder, file, source))));
  if (paths.every((path) => path !== undefined)) {
    return Promise.all(paths.map(async (path) => ({ path, bytes: await readMaybeGzip(path, source.maxBytes) })));
  }
  const archive = source.archive && (await firstFile([join(folder, source.archive)]));
  return archive ? readArchive(archive, source) : undefined;
}

function candidates(folder: string, file: string, { subfolder }: DatasetSource): string[] {
  const folders = subfolder === undefined ? [folder] : [join(folder, subfolder), folder];
  return folders.flatMap((place) => [join(place, file), join(place, `${file}.gz`)]);
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

/** Nothing is unpacked to disk, so it does not matter what folders the archive's names point to. */
async function readArchive(path: string, source: DatasetSource): Promise<DatasetFile[]> {
  const entries = entriesByBaseName(await readMaybeGzip(path, source.maxBytes), path);
  return source.files.map((file) => {
    const bytes = entries.get(file);
    if (bytes === undefined)
      throw new DataError(`${path}: holds no ${file}; it is not the archive of ${source.name}.`, { path });
    return { path: `${path}: ${file}`, bytes };
  });
}

function entriesByBaseName(tar: Uint8Array, path: string): Map<string, Uint8Array> {
  try {
    return new Map([...decodeTar(tar)].map(([name, bytes]) => [basename(name), bytes]));
  } catch (cause) {
    if (cause instanceof FormatError) throw new DataError(`${path}: ${cause.message}`, { path }, { cause });
    throw cause;
  }
}
