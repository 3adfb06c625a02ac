import type { IncomingMessage } from 'node:http';

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  /** For people, in the body. */
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A URL longer than that is none of the page's. */
const MAX_URL_LENGTH = 2048;

/**
 * Why a request is not for this server; undefined for one that is.
 *
 * A page of another site can have its name point to this machine; requests from it then name that site as `Host`. Pages of
 * other origins say so in `Origin`.
 *
 * @param hosts what the server is called, with its port.
 */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  const { headersDistinct, method, url = '' } = request;
  const names = headersDistinct['host'] ?? [];
  if (names.length !== 1 || !hosts.has(names[0].toLowerCase())) {
    return { status: 421, reason: `This server answers to ${[...hosts].join(', ')} only.` };
  }
  const origins = headersDistinct['origin'] ?? [];
  if (!origins.every((origin) => origin.startsWith(SCHEME) && hosts.has(origin.slice(SCHEME.length)))) {
    return { status: 403, reason: 'Pages of other origins get nothing from this server.' };
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, reason: 'Only GET and HEAD are answered.', headers: { Allow: 'GET, HEAD' } };
  }
  if (url.length > MAX_URL_LENGTH) {
    return { status: 414, reason: `No URL is longer than ${MAX_URL_LENGTH} characters.` };
  }
  if (decodedPath(url) === undefined) return { status: 400, reason: 'The path of the URL is not valid.' };
  return undefined;
}

const SCHEME = 'http://';

/** The path of a request's URL without its escapes and its query; undefined where it has none, or escapes no text. */
export function decodedPath(url: string): string | undefined {
  try {
    return url.startsWith('/') ? decodeURIComponent(url.split('?', 1)[0]) : undefined;
  } catch {
    return undefined;
  }
}
