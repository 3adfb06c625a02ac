import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedDataset } from '../data/named-dataset.ts';
import { DataError, listNames, ValueError } from '../errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { readDataset } from './dataset-files.ts';
import { type DatasetSource, datasetSources } from './dataset-sources.ts';
import { digits } from './digits.ts';
import { type DownloadProgress, downloadFile } from './download-file.ts';

/** How to find or fetch a named data set. */
export interface LoadNamedDatasetOptions {
  /** A folder to look in first; it holds the files, or a folder with the data set's name that does. */
  readonly dataDir?: string | undefined;
  /** Called as bytes arrive, when the data set is downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** The names that `loadNamedDataset` takes. */
export const datasetNames: readonly string[] = ['digits', ...Object.keys(datasetSources)];

/**
 * Loads `digits` (bundled), `mnist`, `fashion-mnist` or `cifar10`. The latter are looked for in `dataDir`, in the folder
 * that the environment variable `CNN_GPU_DATA` names, in the user's cache folder and in `/usr/share/datasets`; in the
 * first two, also directly. `cifar10` may lie there as the binary or the Python version, as archive or unpacked, or as the
 * folders `train` and `test` with a folder of 32x32 images for each class; Keras's own `~/.keras/datasets` is looked in,
 * too. What is not found is downloaded from its official address into the cache folder, with its
 * checksum verified.
 *
 * @throws ValueError for another name.
 * @throws DataError when files are damaged, or not found and not to be had; it says which files to put where.
 */
export async function loadNamedDataset(name: string, options: LoadNamedDatasetOptions = {}): Promise<NamedDataset> {
  if (name === 'digits') return digits();
  if (!Object.hasOwn(datasetSources, name)) {
    throw new ValueError(`There is no data set "${name}"; there are ${listNames(datasetNames)}.`, { name });
  }
  return loadDataset(datasetSources[name as keyof typeof datasetSources], options);
}

/** Finds or downloads the files of `source`, as {@link loadNamedDataset} does. */
export async function loadDataset(source: DatasetSource, options: LoadNamedDatasetOptions = {}): Promise<NamedDataset> {
  const cache = join(cacheFolder(), 'datasets', source.name);
  const given = [options.dataDir, process.env['CNN_GPU_DATA']].filter(
    (folder) => folder !== undefined && folder !== '',
  );
  const folders = [
    ...given.flatMap((folder) => [join(folder!, source.name), folder!]),
    cache,
    ...(source.places ?? []),
    join('/usr/share/datasets', source.name),
  ];
  for (const folder of folders) {
    const found = await readDataset(folder, source);
    if (found !== undefined) return found;
  }
  await fetchInto(cache, source, options);
  const fetched = await readDataset(cache, source);
  if (fetched === undefined) throw new DataError(`${source.name}: its files vanished from ${cache}.`, { path: cache });
  return fetched;
}

async function fetchInto(
  folder: string,
  source: DatasetSource,
  { dataDir, onProgress }: LoadNamedDatasetOptions,
): Promise<void> {
  for (const { file, md5 } of source.downloads) {
    const path = join(folder, file);
    if (await stat(path).catch(() => undefined)) continue;
    const url = source.address + file;
    try {
      await downloadFile({ url, path, md5, maxBytes: source.maxBytes, onProgress });
    } catch (cause) {
      if (!(cause instanceof DataError)) throw cause;
      throw new DataError(
        `${cause.message}\n${searched(source, dataDir)}${manualSteps(folder, source)}`,
        { ...cause.details, path: folder },
        { cause },
      );
    }
  }
}

const searched = ({ name }: DatasetSource, dataDir: string | undefined): string =>
  dataDir === undefined ? '' : `The folder ${dataDir} does not hold all files of ${name}.\n`;

function manualSteps(folder: string, source: DatasetSource): string {
  return [
    `To use ${source.name} without a connection, put these files into ${folder}`,
    '(or into another folder, named by --data-dir or the environment variable CNN_GPU_DATA):',
    ...source.downloads.map(({ file }) => `  ${file}  from ${source.address}${file}`),
    ...otherForms(source),
  ].join('\n');
}

function otherForms({ forms, imageFolders }: DatasetSource): string[] {
  const archives = forms.slice(1).flatMap((form) => form.archives ?? []);
  const folders = imageFolders ? ['the folders train and test with a folder of images for each class'] : [];
  const others = [...archives, ...folders];
  return others.length === 0 ? [] : [`Taken as well: ${others.join(', or ')}.`];
}
