import { resolve } from 'node:path';

/** Files that a `ModelCheckpoint` of this process wrote and nothing has replaced since. */
const live = new Set<string>();

/** Remembers that a checkpoint wrote a file. */
export const rememberCheckpoint = (path: string): void => void live.add(resolve(path));

/** Forgets a checkpoint's file, because something else replaces it; whether there was one. */
export const forgetCheckpoint = (path: string): boolean => live.delete(resolve(path));
