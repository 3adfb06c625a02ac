import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WriteError } from '../errors.ts';
import { errorReason, writeFileAtomic } from '../node/index.ts';
import { makeFolder } from '../node/make-folder.ts';

/** The folder that a training leaves its results in. */
export interface RunFolder {
  readonly path: string;
  /** The best model. */
  readonly model: string;
  /** One row for each epoch. */
  readonly history: string;
  /** All settings of the run. */
  readonly config: string;
}

/**
 * Makes a folder for a run: `out`, or a new one in `runs` named after the data and the time.
 *
 * @throws WriteError when it cannot be made, or `out` holds files already.
 */
export async function createRunFolder(out: string | undefined, dataName: string): Promise<RunFolder> {
  const path =
    out === undefined ? await newFolder('runs', `${fileName(dataName)}-${timestamp(new Date())}`) : resolve(out);
  if (out !== undefined) await takeFolder(path);
  return {
    path,
    model: join(path, 'model.safetensors'),
    history: join(path, 'history.csv'),
    config: join(path, 'config.json'),
  };
}

/** Writes the settings of a run. */
export const writeConfig = (folder: RunFolder, config: object): Promise<void> =>
  writeFileAtomic(folder.config, `${JSON.stringify(config, null, 2)}\n`);

async function takeFolder(path: string): Promise<void> {
  await makeFolder(path);
  const entries = await attempt(path, () => readdir(path));
  if (entries.length > 0) {
    throw new WriteError(path, 'the folder is not empty. Name a new one with --out, or remove what is in it.');
  }
}

async function newFolder(parent: string, name: string): Promise<string> {
  await makeFolder(resolve(parent));
  for (let attempts = 1; ; attempts++) {
    const path = resolve(parent, attempts === 1 ? name : `${name}-${attempts}`);
    const made = await attempt(path, () =>
      mkdir(path)
        .then(() => true)
        .catch(falseIfTaken),
    );
    if (made) return path;
  }
}

function falseIfTaken(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
  throw error;
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new WriteError(path, errorReason(cause), { cause });
  }
}

/** Letters and digits of all scripts, and what else is safe in file names everywhere. */
export const fileName = (text: string): string =>
  text.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'data';

/** Local time as `20260131-235959`. */
function timestamp(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
