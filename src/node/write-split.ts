import { copyFile, link, readdir, readFile, rename, rm, rmdir, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Dataset } from '../data/dataset.ts';
import { DataError, WriteError } from '../errors.ts';
import { errorCode, errorReason } from './error-reason.ts';
import { makeFolder } from './make-folder.ts';
import type { SplitPlan } from './split-plan.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** How images get to their parts; the originals stay as they are. */
export const SPLIT_MODES = ['copy', 'hard-link', 'symbolic-link'] as const;

/** One of {@link SPLIT_MODES}. */
export type SplitMode = (typeof SPLIT_MODES)[number];

/** The file in which a split tells what it was made of. */
export const SPLIT_RECORD = 'split.json';

const FILES_UNDER_WAY = 8;

/**
 * Copies or links images into `folder` by a plan. All is made in `<folder>.partial` beside it, which gets its name at the
 * end: what has the name is complete. After an interruption the same call goes on where it was.
 *
 * @throws DataError when `folder` is there and not empty, or `<folder>.partial` is of another split.
 * @throws WriteError when something cannot be written.
 */
export async function writeSplit(folder: string, plan: SplitPlan, mode: SplitMode = 'copy'): Promise<void> {
  const target = resolve(folder);
  await refuseContents(target);
  const partial = `${target}.partial`;
  const record = splitRecord(plan, mode);
  await refuseOther(partial, record);
  await makeFolder(partial);
  await writeFileAtomic(join(partial, SPLIT_RECORD), record);
  const folders = new Set(plan.files.map(({ to }) => dirname(join(partial, to))));
  for (const name of folders) await makeFolder(name);
  const puts = Dataset.from(plan.files).map(({ from, to }) => put(resolve(from), join(partial, to), mode), {
    parallel: FILES_UNDER_WAY,
  });
  for await (const _ of puts);
  try {
    await rmdir(target).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    await rename(partial, target);
  } catch (cause) {
    throw new WriteError(folder, errorReason(cause), { cause });
  }
}

/** What a split was made of, as JSON: for each image where it was and its path in the split. */
export const splitRecord = ({ files, counts, leftOver }: SplitPlan, mode: SplitMode | 'manifest'): string =>
  `${JSON.stringify(
    { mode, counts, leftOver, files: files.map(({ from, to }) => ({ from: resolve(from), to })) },
    null,
    1,
  )}\n`;

async function refuseContents(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw new WriteError(target, errorReason(error), { cause: error });
  });
  if (names.length === 0) return;
  throw new DataError(
    `The folder ${target} is there already and holds ${names.length} entries; nothing is overwritten. Name another one.`,
    {
      path: target,
    },
  );
}

async function refuseOther(partial: string, record: string): Promise<void> {
  if (!(await stat(partial).catch(() => undefined))) return;
  const found = await readFile(join(partial, SPLIT_RECORD), 'utf8').catch(() => undefined);
  if (found === record) return;
  throw new DataError(
    `The folder ${partial} is left over from another split that was interrupted. Look at it, delete it, and try again.`,
    { path: partial },
  );
}

/** A file gets its name when it is complete, so that one that is there needs nothing more. */
async function put(from: string, to: string, mode: SplitMode): Promise<void> {
  if (await stat(to).catch(() => undefined)) return;
  const temporary = join(dirname(to), `.${basename(to)}.partial`);
  try {
    await rm(temporary, { force: true });
    if (mode === 'copy') await copyFile(from, temporary);
    else if (mode === 'hard-link') await link(from, temporary);
    else await symlink(from, temporary);
    await rename(temporary, to);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new WriteError(to, errorReason(cause), { cause });
  }
}
