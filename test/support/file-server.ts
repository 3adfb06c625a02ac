import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** A server on this machine for one test. */
export interface FileServer {
  /** Its address, ending in a slash. */
  readonly address: string;
  /** Path and wanted range of each request, such as `/a.gz bytes=4-`. */
  readonly requests: string[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Call at the top of a test file; the result starts a server on a free port, stopped after the test. */
export function fileServers(): (answer: Answer) => Promise<FileServer> {
  const running: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });
  return async (answer) => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push([request.url, request.headers.range].filter(Boolean).join(' '));
      answer(request, response);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    running.push(() => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    });
    return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
  };
}

/** Answers with these files, in part where a range is asked for, as S3 and Apache do. */
export const serveFiles =
  (files: Readonly<Record<string, Uint8Array>>): Answer =>
  (request, response) => {
    const bytes = files[request.url!.slice(1)];
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (bytes === undefined) response.writeHead(404).end();
    else if (start === 0) response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    else if (start >= bytes.length) response.writeHead(416).end();
    else {
      const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { 'content-length': bytes.length - start, 'content-range': range });
      response.end(bytes.subarray(start));
    }
  };
