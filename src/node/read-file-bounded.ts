import { open, stat } from 'node:fs/promises';
import { DataError } from '../errors.ts';
import { errorReason } from './error-reason.ts';

/**
 * Reads a whole file that may not be larger than `maxBytes`; its size is checked before memory is taken.
 *
 * @throws DataError, naming the path, when it is missing, unreadable, no regular file, or too large.
 */
export async function readFileBounded(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await regularFile(path);
    if (size > maxBytes) {
      throw new DataError(`Cannot read ${path}: it has ${size} bytes; at most ${maxBytes} are expected.`, {
        path,
        size,
        maxBytes,
      });
    }
    return await readUpTo(path, size);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`Cannot read ${path}: ${errorReason(cause)}`, { path }, { cause });
  }
}

/** A call of the system reads no more than 2 GiB. */
const MAX_READ = 2 ** 30;

/** Opening a pipe or a device could wait forever, so the kind of file is looked up first. */
async function regularFile(path: string) {
  const found = await stat(path);
  if (found.isFile()) return found;
  const kind = found.isDirectory() ? 'a folder' : 'a device or pipe';
  throw new DataError(`Cannot read ${path}: it is ${kind}; a file is expected.`, { path });
}

async function readUpTo(path: string, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  const file = await open(path, 'r');
  try {
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(bytes, filled, Math.min(size - filled, MAX_READ));
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
