import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DataError } from '../errors.ts';
import type { ApplicationFile } from '../nn/applications/application-files.ts';
import { cacheFolder } from './cache-folder.ts';
import { type DownloadProgress, downloadFile } from './download-file.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** Where published weights are looked for. */
export interface FindApplicationFileOptions {
  /** A folder to look in first. */
  readonly dataDir?: string | undefined;
  /** Called as bytes arrive, when the file is downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** More than this is refused, in bytes. */
  readonly maxBytes: number;
}

/** Where the cache keeps weights. */
const weightsFolder = (): string => join(cacheFolder(), 'models');

/**
 * The path of a file with published weights: in `dataDir`, in the folder that the environment variable `CNN_GPU_DATA`
 * names, in the user's cache folder, or where Keras keeps its own; else it is downloaded into the cache folder. Its
 * checksum is verified each time. Where the publisher tells none, that of the first download is kept beside the file, so
 * that at least damage is seen later.
 *
 * @throws DataError when the file is damaged, or not found and not to be had; it says which file to put where.
 */
export async function findApplicationFile(
  file: ApplicationFile,
  { dataDir, onProgress, maxBytes }: FindApplicationFileOptions,
): Promise<string> {
  const cache = weightsFolder();
  const given = [dataDir, process.env['CNN_GPU_DATA']].filter((folder) => folder !== undefined && folder !== '');
  for (const folder of [...(given as string[]), cache, join(homedir(), '.keras', 'models')]) {
    const path = join(folder, file.name);
    if (!(await exists(path))) continue;
    await verify(path, file);
    return path;
  }
  const path = join(cache, file.name);
  try {
    await downloadFile({ url: file.url, path, md5: file.md5, maxBytes, onProgress });
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new DataError(
      `${cause.message}\n${manualSteps(file, cache)}`,
      { ...cause.details, path, url: file.url },
      { cause },
    );
  }
  if (file.md5 === null) await writeFileAtomic(`${path}.sha256`, `${await digestOf(path, 'sha256')}\n`);
  return path;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

async function verify(path: string, { md5 }: ApplicationFile): Promise<void> {
  const pinned = md5 === null ? await readFile(`${path}.sha256`, 'utf8').catch(() => null) : md5;
  if (pinned === null) return;
  const kind = md5 === null ? 'sha256' : 'md5';
  const actual = await digestOf(path, kind);
  const expected = pinned.trim();
  if (actual === expected) return;
  throw new DataError(
    `${path} has ${kind} checksum ${actual}; ${expected} is expected. Remove the file, so that it is fetched again, or ` +
      'give its path to take it as it is.',
    { path, actual, expected },
  );
}

async function digestOf(path: string, kind: 'md5' | 'sha256'): Promise<string> {
  const hash = createHash(kind);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const manualSteps = ({ name, url, md5 }: ApplicationFile, folder: string): string =>
  [
    `To use these weights without a connection, put the file ${name} into ${folder}`,
    '(or into another folder, named by the environment variable CNN_GPU_DATA). It is at',
    `  ${url}${md5 === null ? '' : `  (MD5 ${md5})`}`,
  ].join('\n');
