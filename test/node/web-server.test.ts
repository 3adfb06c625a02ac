import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { served } from '../../src/node/served-file.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { send } from '../support/web-requests.ts';
import { webServers } from '../support/web-servers.ts';

const newFolder = temporaryFolders();
const { start, startWithFiles } = webServers();

describe('startWebServer', () => {
  it('serves bytes and files with the headers of an isolated page, and no others', async () => {
    const server = await startWithFiles();
    const page = await send(server, '/');
    expect(page.body).toBe('<p>page');
    expect(page.status).toBe(200);
    const { date, ...headers } = page.headers;
    expect(headers).toEqual({
      'cache-control': 'no-store',
      connection: 'close',
      'content-length': '7',
      'content-security-policy':
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; " +
        "connect-src 'self' blob: data:; img-src 'self' blob: data:; media-src 'self' blob:; " +
        "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const image = await send(server, '/data/0.png');
    expect([image.status, image.body, image.headers['content-type']]).toEqual([200, 'an image', 'image/png']);
    const session = await send(server, '/session.json');
    expect([session.body, session.headers['content-type']]).toEqual([
      '{"model":null,"data":null}',
      'application/json; charset=utf-8',
    ]);
  });

  it('isolates refusals as well', async () => {
    const { headers } = await send(await startWithFiles(), '/nothing');
    expect(headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('answers HEAD as GET without the body', async () => {
    const server = await startWithFiles();
    for (const [path, length] of [
      ['/', '7'],
      ['/data/0.png', '8'],
      ['/data/1.png', '0'],
    ] as const) {
      const { status, headers, body } = await send(server, path, { method: 'HEAD' });
      expect([status, headers['content-length'], body]).toEqual([200, length, '']);
    }
    expect(await send(server, '/data/1.png')).toMatchObject({ status: 200, body: '' });
    expect(await send(server, '/nothing', { method: 'HEAD' })).toMatchObject({ status: 404, body: '' });
  });

  it('takes escapes in names, and leaves out the query', async () => {
    const server = await startWithFiles();
    expect((await send(server, '/model/my%20model.h5')).body).toBe('an image');
    expect((await send(server, '/data/0.png?again=1')).body).toBe('an image');
  });

  it('serves no link that has taken the place of a file, or of its folder', async () => {
    const server = await startWithFiles();
    const image = join(server.folder, 'photos/cats/1.png');
    await rm(image);
    expect((await send(server, '/data/0.png')).status).toBe(404);
    await symlink('../secret.txt', image);
    expect((await send(server, '/data/0.png')).status).toBe(404);
    await rm(image);
    await rename(join(server.folder, 'photos/cats'), join(server.folder, 'photos/dogs'));
    await mkdir(join(server.folder, 'elsewhere'));
    await writeFile(join(server.folder, 'elsewhere/1.png'), 'secret');
    await symlink('../elsewhere', join(server.folder, 'photos/cats'));
    expect((await send(server, '/data/0.png')).status).toBe(404);
  });

  it('serves a folder that has taken the place of a file as nothing', async () => {
    const server = await startWithFiles();
    const image = join(server.folder, 'photos/cats/1.png');
    await rm(image);
    await mkdir(image);
    expect((await send(server, '/data/0.png')).status).toBe(404);
  });

  it('sends a file of several megabytes whole', async () => {
    const file = join(await realpath(await newFolder()), 'model.safetensors');
    await writeFile(file, 'x'.repeat(5_000_000));
    const { body, headers } = await send(
      await start({ '/model/model.safetensors': served(file) }),
      '/model/model.safetensors',
    );
    expect(body).toBe('x'.repeat(5_000_000));
    expect(headers['content-type']).toBe('application/octet-stream');
  });

  it('says which port is taken, and how to name another', async () => {
    const { port } = await start({});
    await expect(start({}, port)).rejects.toMatchObject({
      code: 'PORT',
      message: `Port ${port} is used by another program. Give another one by --port, or 0 for any.`,
    });
  });

  it('takes 4173 or one of the next without a port', async () => {
    const first = await start({}, null);
    const second = await start({}, null);
    expect(first.url).toBe(`http://127.0.0.1:${first.port}/`);
    expect(first.port).toBeGreaterThanOrEqual(4173);
    expect(second.port).toBeGreaterThan(first.port);
    expect(second.port).toBeLessThanOrEqual(4182);
  });

  it('ends with its connections', async () => {
    const server = await startWithFiles();
    const open = connect(server.port, '127.0.0.1');
    await new Promise((connected) => open.once('connect', connected));
    const closed = new Promise((done) => open.once('close', done));
    await server.close();
    await closed;
    await expect(send(server, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
