import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type ServedFile, served, servedJson } from '../../src/node/served-file.ts';
import { startWebServer, type WebServer } from '../../src/node/web-server.ts';
import { temporaryFolders } from './temporary-folder.ts';

/** Starts web servers. */
export interface WebServers {
  /** @param port default any free one; null for that without `--port`. */
  start(files: Readonly<Record<string, ServedFile>>, port?: number | null): Promise<WebServer>;
  /** A server with a page in memory and an image on the disk, beside which lies a secret. */
  startWithFiles(): Promise<WebServer & { readonly folder: string }>;
}

/** Call at the top of a test file; servers are closed after each test. */
export function webServers(): WebServers {
  const newFolder = temporaryFolders();
  const running: WebServer[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) await server.close();
  });
  const start: WebServers['start'] = async (files, port = 0) => {
    const server = await startWebServer(new Map(Object.entries(files)), port === null ? {} : { port });
    running.push(server);
    return server;
  };
  const startWithFiles: WebServers['startWithFiles'] = async () => {
    const folder = await realpath(await newFolder());
    await mkdir(join(folder, 'photos/cats'), { recursive: true });
    await writeFile(join(folder, 'photos/cats/1.png'), 'an image');
    await writeFile(join(folder, 'photos/cats/empty.png'), '');
    await writeFile(join(folder, 'photos/secret.txt'), 'secret');
    const server = await start({
      '/': { type: 'text/html; charset=utf-8', bytes: new TextEncoder().encode('<p>page') },
      '/session.json': servedJson({ model: null, data: null }),
      '/data/0.png': served(join(folder, 'photos/cats/1.png')),
      '/data/1.png': served(join(folder, 'photos/cats/empty.png')),
      '/model/my model.h5': served(join(folder, 'photos/cats/1.png')),
    });
    return { ...server, folder };
  };
  return { start, startWithFiles };
}
