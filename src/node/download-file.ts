import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DataError, WriteError } from '../errors.ts';
import { errorCode, errorReason } from './error-reason.ts';
import { makeFolder } from './make-folder.ts';

/** How far a download has come. */
export interface DownloadProgress {
  readonly url: string;
  readonly receivedBytes: number;
  /** Absent when the server does not say. */
  readonly totalBytes?: number;
}

/** What to download, and where to. */
export interface Download {
  readonly url: string;
  readonly path: string;
  /** Null where none is known: then all that arrives is taken. */
  readonly md5: string | null;
  /** More than this is refused. */
  readonly maxBytes: number;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Downloads a file to `path`, making its folder. What arrives is kept in `<path>.part`, so that a broken download goes
 * on where it stopped; only a file with the right checksum gets its name.
 *
 * @throws DataError when the address cannot be reached, the connection breaks, or the checksum is wrong.
 * @throws WriteError when the file cannot be written.
 */
export async function downloadFile(download: Download): Promise<void> {
  const { path, url, md5 } = download;
  const part = `${path}.part`;
  await makeFolder(dirname(path));
  await receive(download, part);
  const actual = md5 === null ? null : await md5Of(part);
  if (actual !== md5) {
    await rm(part, { force: true });
    throw new DataError(
      `The file downloaded from ${url} has MD5 checksum ${actual}; ${md5} is expected. It was removed; try again.`,
      { url, actual, expected: md5 },
    );
  }
  await writing(path, () => rename(part, path));
}

async function receive(download: Download, part: string): Promise<void> {
  const { url, path, maxBytes, onProgress } = download;
  const { response, start } = await request(url, await sizeOf(part));
  const length = response.headers.get('content-length');
  const total = length === null ? {} : { totalBytes: start + Number(length) };
  let receivedBytes = start;
  const file = await writing(path, () => open(part, start > 0 ? 'a' : 'w')).catch(async (error) => {
    await response.body?.cancel();
    throw error;
  });
  try {
    for await (const chunk of chunksOf(response, url)) {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) {
        await rm(part, { force: true });
        throw new DataError(`${url} sends more than the ${maxBytes} bytes that are expected.`, { url, maxBytes });
      }
      await writing(path, () => file.writeFile(chunk));
      onProgress?.({ url, receivedBytes, ...total });
    }
    await writing(path, () => file.sync());
  } finally {
    await file.close();
  }
}

/** Asks for the bytes from `have` on; `start` is where those that come begin. */
async function request(url: string, have: number): Promise<{ response: Response; start: number }> {
  const response = await get(url, have);
  if (response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`)) {
    return { response, start: have };
  }
  if (response.status === 200) return { response, start: 0 };
  await response.body?.cancel();
  // The server cannot go on from there (416), or sent another range than was asked for.
  if (have > 0 && (response.status === 416 || response.status === 206)) return request(url, 0);
  throw new DataError(`Cannot download ${url}: the server answers ${response.status} ${response.statusText}.`, {
    url,
    status: response.status,
  });
}

async function get(url: string, have: number): Promise<Response> {
  // The files are compressed already, and a server that does so again would change the meaning of a range.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (have > 0) headers['range'] = `bytes=${have}-`;
  try {
    return await fetch(url, { headers });
  } catch (cause) {
    throw new DataError(`Cannot reach ${url}: ${networkReason(cause)}`, { url }, { cause });
  }
}

async function* chunksOf(response: Response, url: string): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  try {
    yield* response.body;
  } catch (cause) {
    throw new DataError(
      `The download of ${url} broke off: ${networkReason(cause)} Run the same again; it goes on where it stopped.`,
      { url },
      { cause },
    );
  }
}

/** `fetch` says "fetch failed" and keeps the reason in `cause`. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const message = cause instanceof Error && cause.message !== '' ? cause.message : (errorCode(cause) ?? String(cause));
  return message.endsWith('.') ? message : `${message}.`;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new WriteError(path, errorReason(cause), { cause });
  }
}
