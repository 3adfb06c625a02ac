import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NamedDataset } from '../data/named-dataset.ts';
import { DataError, FormatError } from '../errors.ts';
import { decodeTar } from '../formats/tar.ts';
import type { DatasetFile, DatasetForm, DatasetSource } from './dataset-sources.ts';
import { readMaybeGzip } from './gunzip-bounded.ts';
import { readImageFolders } from './read-image-folders.ts';

/**
 * Reads a data set from `folder` in the first of its forms that is there: from its files, each plain or as `.gz`, there or
 * in the form's subfolder, out of an archive, or from folders of images. Undefined when there is none.
 *
 * @throws DataError, naming the file, when one is there but cannot be read.
 */
export async function readDataset(folder: string, source: DatasetSource): Promise<NamedDataset | undefined> {
  for (const form of source.forms) {
    const files = await readFormFiles(folder, form, source);
    if (files !== undefined) return form.decode(files);
  }
  return source.imageFolders && readImageFolders(folder, source.name, source.imageFolders);
}

async function readFormFiles(
  folder: string,
  form: DatasetForm,
  { name, maxBytes }: DatasetSource,
): Promise<DatasetFile[] | undefined> {
  const paths = await Promise.all(form.files.map((file) => firstFile(candidates(folder, file, form))));
  if (paths.every((path) => path !== undefined)) {
    return Promise.all(paths.map(async (path) => ({ path, bytes: await readMaybeGzip(path, maxBytes) })));
  }
  const archive = await firstFile((form.archives ?? []).map((file) => join(folder, file)));
  return archive === undefined ? undefined : readArchive(archive, form, name, maxBytes);
}

function candidates(folder: string, file: string, { subfolder }: DatasetForm): string[] {
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
async function readArchive(
  path: string,
  { files }: DatasetForm,
  name: string,
  maxBytes: number,
): Promise<DatasetFile[]> {
  const entries = entriesByBaseName(await readMaybeGzip(path, maxBytes), path);
  return files.map((file) => {
    const bytes = entries.get(file);
    if (bytes === undefined)
      throw new DataError(`${path}: holds no ${file}; it is not the archive of ${name}.`, { path });
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
