import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CnnGpuError } from '../errors.ts';
import { errorCode, errorReason } from './error-reason.ts';
import { decodedPath, type Refusal, refusalOf } from './request-refusal.ts';
import { sendServed } from './send-served.ts';
import type { ServedFiles } from './served-file.ts';
import { PAGE_HEADERS } from './web-headers.ts';

/** A server that is running. */
export interface WebServer {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Ends it and all connections. */
  close(): Promise<void>;
}

/** The port without `--port`, and how many after it are tried where it is taken. */
const DEFAULT_PORT = 4173;
const PORTS = 10;

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  // Milliseconds.
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
};
/** How long a connection may stand still, in milliseconds. */
const IDLE_TIMEOUT = 60_000;
const MAX_CONNECTIONS = 256;

/**
 * Serves files on 127.0.0.1 to pages of its own, and to nobody else.
 *
 * A request names one of `files` exactly, or there is nothing: no path of a URL ever becomes one of the disk. Refused are
 * other names in the `Host` header (a page of another site whose name was made to point here), other origins, and all
 * methods but GET and HEAD.
 *
 * @param port 0 for any free one. Default 4173, or the first free one of the nine after it.
 * @throws CnnGpuError with the code `PORT` when it cannot be had.
 */
export async function startWebServer(
  files: ServedFiles,
  { port }: { readonly port?: number } = {},
): Promise<WebServer> {
  const server = createServer(LIMITS);
  server.setTimeout(IDLE_TIMEOUT);
  server.maxConnections = MAX_CONNECTIONS;
  const actual = await listen(server, port);
  const hosts = ownHosts(actual);
  server.on('request', (request, response) => {
    answer(request, response, files, hosts).catch(() => response.destroy());
  });
  return {
    url: `http://127.0.0.1:${actual}/`,
    port: actual,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, wanted: number | undefined): Promise<number> {
  const ports = wanted === undefined ? Array.from({ length: PORTS }, (_, i) => DEFAULT_PORT + i) : [wanted];
  for (const port of ports) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (cause) {
      if (errorCode(cause) !== 'EADDRINUSE') {
        const message = `Cannot serve on port ${port}: ${errorReason(cause)} Give another one by --port.`;
        throw new CnnGpuError('PORT', message, { port }, { cause });
      }
    }
  }
  const taken = wanted === undefined ? `Ports ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS - 1} are` : `Port ${wanted} is`;
  throw new CnnGpuError('PORT', `${taken} used by another program. Give another one by --port, or 0 for any.`, {
    port: wanted ?? DEFAULT_PORT,
  });
}

/** What a browser on this machine calls the server. It leaves out port 80. */
function ownHosts(port: number): ReadonlySet<string> {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return new Set([...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])]);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ServedFiles,
  hosts: ReadonlySet<string>,
): Promise<void> {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  const refusal = refusalOf(request, hosts);
  if (refusal !== undefined) return refuse(response, refusal);
  const served = files.get(decodedPath(request.url ?? '') ?? '');
  const isSent = served !== undefined && (await sendServed(response, served, { isHead: request.method === 'HEAD' }));
  if (!isSent) refuse(response, NOT_FOUND);
}

const NOT_FOUND: Refusal = { status: 404, reason: 'There is nothing here.' };

function refuse(response: ServerResponse, { status, reason, headers }: Refusal): void {
  // To HEAD, Node sends no body.
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}
