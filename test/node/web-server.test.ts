import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type ServedFile, served, servedJson } from '../../src/node/served-file.ts';
import { startWebServer, type WebServer } from '../../src/node/web-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const temporaryFolder = temporaryFolders();
const running: WebServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(files: Readonly<Record<string, ServedFile>>, port = 0): Promise<WebServer> {
  const server = await startWebServer(new Map(Object.entries(files)), { port });
  running.push(server);
  return server;
}

/** A server with a page in memory and an image on the disk, beside which lies a secret. */
async function startWithFiles(): Promise<WebServer & { folder: string }> {
  const folder = await realpath(await temporaryFolder());
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
}

/** Sends a path as it is, without making a URL of it. */
const send = (
  { port }: WebServer,
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]> } = {},
): Promise<Answer> =>
  new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port, path, ...options, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', fail).end();
  });

/** Sends bytes as they are; all that comes back until the server closes. */
const sendRaw = ({ port }: WebServer, text: string): Promise<string> =>
  new Promise((done, fail) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', fail).on('close', () => done(answer));
  });

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

  it.each([
    '/photos/secret.txt',
    '/secret.txt',
    '/data/',
    '/data',
    '/data/../secret.txt',
    '/data/..%2fsecret.txt',
    '/data/%2e%2e/secret.txt',
    '/data/%2e%2e%2fsecret.txt',
    '/data/%252e%252e%252fsecret.txt',
    '/data/..\\secret.txt',
    '/data/..%5csecret.txt',
    '/data/....//secret.txt',
    '/data/./0.png',
    '/data//0.png',
    '//data/0.png',
    '/data/0.png/',
    '/data/0.png%00',
    '/data/0.png%00.html',
    '/data/0.PNG',
    '/data/0.png::$DATA',
    '//etc/passwd',
    '/etc/passwd',
    '/%2fetc/passwd',
    '/../../../../../../etc/passwd',
    '/file:///etc/passwd',
    '/C:/Windows/win.ini',
    '/__proto__',
    '/constructor',
    '/.git/config',
  ])('finds nothing at %s', async (path) => {
    const { status, body } = await send(await startWithFiles(), path);
    expect([status, body]).toEqual([404, 'There is nothing here.\n']);
  });

  it('finds nothing at absolute paths of files that it serves', async () => {
    const server = await startWithFiles();
    for (const path of [
      server.folder,
      `${server.folder}/photos/cats/1.png`,
      `/data/${server.folder}/photos/secret.txt`,
    ]) {
      expect((await send(server, path)).status).toBe(404);
    }
  });

  it.each(['/%', '/%zz', '/%c0%af', '/data/%ff.png', 'http://127.0.0.1/', '*'])('refuses the URL %s', async (path) => {
    const server = await startWithFiles();
    expect(await send(server, path)).toMatchObject({ status: 400, body: 'The path of the URL is not valid.\n' });
  });

  it('refuses null bytes and blanks in a path', async () => {
    const server = await startWithFiles();
    const host = `Host: 127.0.0.1:${server.port}`;
    for (const path of ['/data/0.png\0', '/data/0.png .html', 'data/0.png']) {
      expect(await sendRaw(server, `GET ${path} HTTP/1.1\r\n${host}\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    }
  });

  it('refuses long URLs and long headers', async () => {
    const server = await startWithFiles();
    expect((await send(server, `/${'a'.repeat(2048)}`)).status).toBe(414);
    expect((await send(server, `/${'a'.repeat(2047)}`)).status).toBe(404);
    expect((await send(server, '/', { headers: { 'X-Long': 'a'.repeat(20_000) } })).status).toBe(431);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('refuses %s', async (method) => {
    const { status, headers } = await send(await startWithFiles(), '/', { method });
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it('answers to its own names only', async () => {
    const server = await startWithFiles();
    const { port } = server;
    const statusFor = async (host: string) => (await send(server, '/', { headers: { Host: host } })).status;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', 'LocalHost']) {
      expect(await statusFor(`${host}:${port}`)).toBe(200);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost.evil.example:${port}`,
      `evil-localhost:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      'localhost',
      `0.0.0.0:${port}`,
      `127.0.0.1:${port}, evil.example`,
      `user@127.0.0.1:${port}`,
      `[::]:${port}`,
    ]) {
      expect([host, await statusFor(host)]).toEqual([host, 421]);
    }
    const { body } = await send(server, '/', { headers: { Host: 'evil.example' } });
    expect(body).toBe(`This server answers to 127.0.0.1:${port}, localhost:${port}, [::1]:${port} only.\n`);
  });

  it('refuses requests without a host, or with two', async () => {
    const server = await startWithFiles();
    const own = `Host: 127.0.0.1:${server.port}\r\n`;
    expect(await sendRaw(server, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    expect(await sendRaw(server, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 421 /);
    expect(await sendRaw(server, 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 421 /);
    const two = `GET / HTTP/1.1\r\n${own}Host: evil.example\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(server, two)).toMatch(/^HTTP\/1.1 4/);
  });

  it('gives nothing to pages of other origins', async () => {
    const server = await startWithFiles();
    const statusFor = async (origin: string) =>
      (await send(server, '/data/0.png', { headers: { Origin: origin } })).status;
    expect(await statusFor(`http://127.0.0.1:${server.port}`)).toBe(200);
    expect(await statusFor(`http://localhost:${server.port}`)).toBe(200);
    for (const origin of [
      'null',
      'https://evil.example',
      `https://127.0.0.1:${server.port}`,
      `http://127.0.0.1:${server.port + 1}`,
      `http://127.0.0.1:${server.port}.evil.example`,
      'file://',
    ]) {
      expect([origin, await statusFor(origin)]).toEqual([origin, 403]);
    }
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
    const file = join(await realpath(await temporaryFolder()), 'model.safetensors');
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
    const first = await startWebServer(new Map());
    running.push(first);
    const second = await startWebServer(new Map());
    running.push(second);
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
    await running.pop()?.close();
    await closed;
    await expect(send(server, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
