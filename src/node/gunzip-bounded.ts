import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DataError } from '../errors.ts';
import { errorCode, errorReason } from './error-reason.ts';
import { readFileBounded } from './read-file-bounded.ts';

const gunzipAsync = promisify(gunzip);

/** True for the bytes of a gzip file, whatever its name. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Decompresses gzip bytes to at most `maxBytes`; `path` is for messages.
 *
 * @throws DataError when they are truncated, damaged, or would grow beyond `maxBytes`.
 */
export async function gunzipBounded(bytes: Uint8Array, maxBytes: number, path: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, length } = await gunzipAsync(bytes, { maxOutputLength: maxBytes });
    // As a plain array: the methods and the constructor of a `Buffer` do not do what those of a `Uint8Array` do.
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    throw new DataError(`Cannot decompress ${path}: ${gzipProblem(cause, maxBytes)}`, { path, maxBytes }, { cause });
  }
}

/** Reads a file, decompressed if it is gzip, of at most `maxBytes` either way. Raises `DataError` naming the path. */
export async function readMaybeGzip(path: string, maxBytes: number): Promise<Uint8Array> {
  const bytes = await readFileBounded(path, maxBytes);
  return isGzip(bytes) ? gunzipBounded(bytes, maxBytes, path) : bytes;
}

function gzipProblem(cause: unknown, maxBytes: number): string {
  switch (errorCode(cause)) {
    case 'ERR_BUFFER_TOO_LARGE':
      return `it grows beyond the ${maxBytes} bytes that are expected.`;
    case 'Z_BUF_ERROR':
      return 'it is truncated. Fetch the file again.';
    case 'Z_DATA_ERROR':
      return `it is damaged (${errorReason(cause)}). Fetch the file again.`;
    default:
      return errorReason(cause);
  }
}
