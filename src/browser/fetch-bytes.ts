import { DataError } from '../errors.ts';
import { reasonOf } from './reason-of.ts';

/** How far a download has come. */
export interface FetchProgress {
  readonly url: string;
  readonly receivedBytes: number;
  /** Absent when the server does not say. */
  readonly totalBytes?: number;
}

/** How much is fetched, and who watches. */
export interface FetchOptions {
  /** More than this is refused. */
  readonly maxBytes: number;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** Ends the download; the call is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches a file, counted while it arrives.
 *
 * @param what names what is expected there in messages: `an archive`.
 * @throws DataError when the address cannot be reached or read by this page, the server answers with an error or a web
 * page, or sends too much.
 */
export async function fetchBytes(
  url: string | URL,
  what: string,
  { maxBytes, onProgress, signal }: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const address = addressOf(url);
  const response = await request(address, signal);
  const length = response.headers.get('content-encoding') === null ? response.headers.get('content-length') : null;
  const totalBytes = length === null ? undefined : Number(length);
  const checkSize = (size: number): void => {
    if (size <= maxBytes) return;
    throw new DataError(`${address} has more than the ${maxBytes} bytes that are taken.`, { url: address, maxBytes });
  };
  try {
    checkAnswer(response, address, what);
    checkSize(totalBytes ?? 0);
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let receivedBytes = 0;
  for await (const chunk of chunksOf(response, address, signal)) {
    receivedBytes += chunk.length;
    checkSize(receivedBytes);
    chunks.push(chunk);
    onProgress?.({ url: address, receivedBytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
  }
  return joined(chunks, receivedBytes);
}

/** What addresses are relative to; a worker has no document. */
const ownAddress = (): string => (typeof document === 'undefined' ? location.href : document.baseURI);

/**
 * A whole address of one that may be relative to the page, or to `base`.
 *
 * @throws DataError when it is none.
 */
export function addressOf(url: string | URL, base: string = ownAddress()): string {
  try {
    return new URL(url, base).href;
  } catch (cause) {
    throw new DataError(`${JSON.stringify(url)} is no address (URL).`, { url: String(url) }, { cause });
  }
}

async function request(url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { signal: signal ?? null });
  } catch (cause) {
    signal?.throwIfAborted();
    const hint =
      new URL(url).origin === location.origin
        ? 'Is the server running?'
        : `Is the address right, and does its server allow pages of ${location.origin} to read it (CORS)?`;
    throw new DataError(`Cannot fetch ${url}: ${reasonOf(cause)} ${hint}`, { url }, { cause });
  }
}

function checkAnswer(response: Response, url: string, what: string): void {
  if (!response.ok) {
    throw new DataError(`Cannot fetch ${url}: the server answers ${response.status} ${response.statusText}`.trimEnd(), {
      url,
      status: response.status,
    });
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new DataError(
      `${url} is a web page, not ${what}. Servers answer so for wrong paths, or where one has to log in.`,
      { url },
    );
  }
}

/** By a reader: not every browser iterates over streams. */
async function* chunksOf(
  { body }: Response,
  url: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  const read = () =>
    reader.read().catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new DataError(`The download of ${url} broke off: ${reasonOf(cause)}`, { url }, { cause });
    });
  try {
    for (let next = await read(); !next.done; next = await read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}
