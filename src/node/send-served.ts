import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ServedFile } from './served-file.ts';

/** Answers with a file, whole; false where it is not there any more. Rejects when the connection ends before. */
export async function sendServed(
  response: ServerResponse,
  served: ServedFile,
  { isHead }: { readonly isHead: boolean },
): Promise<boolean> {
  if ('bytes' in served) {
    response.writeHead(200, { 'Content-Type': served.type, 'Content-Length': served.bytes.length });
    response.end(isHead ? undefined : served.bytes);
    return true;
  }
  const handle = await openUnlinked(served.file);
  if (handle === undefined) return false;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return false;
    response.writeHead(200, { 'Content-Type': served.type, 'Content-Length': stats.size });
    if (isHead || stats.size === 0) response.end();
    else await stream(handle, stats.size, response);
    return true;
  } finally {
    await handle.close();
  }
}

/** Opens a file, unless a link has taken its place, or that of a folder above it, since it was named. */
async function openUnlinked(file: string): Promise<FileHandle | undefined> {
  try {
    return (await realpath(file)) === file ? await open(file) : undefined;
  } catch {
    return undefined;
  }
}

async function stream(handle: FileHandle, size: number, response: ServerResponse): Promise<void> {
  const bytes = handle.createReadStream({ end: size - 1, autoClose: false });
  await pipeline(bytes, response, { end: false });
  // A file that has become shorter: the next answer would be taken for the rest of the length that was promised.
  if (bytes.bytesRead < size) response.destroy();
  else response.end();
}
