import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WriteError } from '../errors.ts';
import { errorCode, errorReason } from './error-reason.ts';

/**
 * Writes a file so that its path holds either what stood there before or all of `contents`, even when the disk fills
 * up, the process is killed or the power fails: a temporary file beside it is written, synced to disk and renamed.
 * A link is followed. The folder must exist.
 *
 * @throws WriteError with the reason. The temporary file is then gone and what stood at `path` is untouched.
 */
export async function writeFileAtomic(path: string, contents: Uint8Array | string): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await resolveTarget(path);
    temporary = join(dirname(target), `.${randomUUID()}.tmp`);
    await writeAndSync(temporary, contents);
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {});
    if (cause instanceof WriteError) throw cause;
    throw new WriteError(path, errorReason(cause), { cause });
  }
}

/** Follows links, so that the rename replaces the file and not the link; refuses what a rename must not replace. */
async function resolveTarget(path: string): Promise<string> {
  const target = await realpath(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (target === undefined) return path;
  const found = await stat(target);
  if (!found.isFile()) {
    throw new WriteError(path, `it is ${found.isDirectory() ? 'a folder' : 'a device or pipe'}, not a file.`);
  }
  return target;
}

async function writeAndSync(path: string, contents: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Makes the rename itself durable. Windows and some network file systems cannot sync a folder; the file's own bytes are
 * safe by then, so a failure is no reason to call the write failed.
 */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
