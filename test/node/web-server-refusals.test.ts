import { describe, expect, it } from 'vitest';
import { send, sendRaw } from '../support/web-requests.ts';
import { webServers } from '../support/web-servers.ts';

const { startWithFiles } = webServers();

describe('startWebServer', () => {
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
});
