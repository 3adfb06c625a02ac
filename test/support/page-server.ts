import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** Files to serve: by path, a text or bytes. */
export type ServedFiles = Readonly<Record<string, string | Uint8Array>>;

/** Serves pages on this machine. */
export interface PageServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** With the library as a global: the functions that tests run in pages cannot import, since Vitest rewrites imports. */
const EMPTY_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><link rel="icon" href="data:,">
<script type="module">import * as cnnGpu from '/dist/browser.js'; globalThis.cnnGpu = cnnGpu;</script><body></body></html>`;

/** How pages are served. */
export interface ServeOptions {
  /** Whether they are cross-origin isolated, so that threads can share memory. */
  readonly isolated: boolean;
  /** Where the build for pages lies. */
  readonly build?: string | undefined;
  /** A folder that is served instead of the build and the empty page. */
  readonly folder?: string | undefined;
}

/**
 * Serves files, the build for pages under `/dist/`, and else an empty page, in which the global `cnnGpu` is the library.
 */
export async function servePages(files: ServedFiles, { isolated, build, folder }: ServeOptions): Promise<PageServer> {
  const otherwise = async (path: string): Promise<string | Uint8Array> => {
    if (folder !== undefined) return readFile(join(folder, normalize(path)));
    if (build !== undefined && path.startsWith('/dist/')) return readFile(join(build, normalize(path.slice(5))));
    return EMPTY_PAGE;
  };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    try {
      const content = files[path] ?? (await otherwise(path));
      const type = TYPES[extname(path)] ?? (content === EMPTY_PAGE ? TYPES['.html'] : 'application/octet-stream');
      response.setHeader('Content-Type', type as string);
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
