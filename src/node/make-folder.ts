import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WriteError } from '../errors.ts';
import { errorCode, errorReason } from './error-reason.ts';

/**
 * Makes a folder and those it lies in; one that is there already is fine. Node's own recursive `mkdir` reports a
 * read-only disk as a missing folder, and never ends in a folder that takes no others, such as `/proc`.
 *
 * @throws WriteError with the reason when it cannot be made, or a file has its name.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(resolve(path), true);
  } catch (cause) {
    throw new WriteError(path, errorReason(cause), { cause });
  }
}

async function make(path: string, withParents: boolean): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (errorCode(error) !== 'ENOENT' || !withParents || dirname(path) === path) throw error;
    await make(dirname(path), true);
    await make(path, false);
  }
}
