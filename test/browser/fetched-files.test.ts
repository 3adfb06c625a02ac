import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';
import { filesIn, image, photos, photosFound, text } from '../support/image-files.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { tarArchive, tarMember } from '../support/tar-archive.ts';

const chromium = chromiumForTests();

describe('fetchArchive', () => {
  const mac = { ...photos, '__MACOSX/photos/cats/._2.png': image('fork') };
  const members = Object.entries(mac).map(([name, content]) => tarMember(`./${name}`, content));
  const tar = new Uint8Array(tarArchive(tarMember('./photos/', text(''), '5'), ...members));
  const bomb = { 'a/1.png': new Uint8Array(5_000_000), 'b/1.png': image('') };
  const files: ServedFiles = {
    '/photos.zip': zipSync({ ...mac }, { level: 6 }),
    '/photos.tar': tar,
    '/photos.tar.gz': gzipSync(tar),
    '/windows.zip': zipSync({ 'set\\cats\\1.png': image('cat'), 'set\\dogs\\1.png': image('dog') }),
    '/up.zip': zipSync({ 'a/1.png': image(''), '../../1.png': image('') }),
    '/absolute.tar': new Uint8Array(tarArchive(tarMember('/etc/1.png', image('')))),
    '/up.tgz': gzipSync(tarArchive(tarMember('a/../../1.png', image('')))),
    '/bomb.zip': zipSync(bomb, { level: 9 }),
    '/bomb.tgz': gzipSync(tarArchive(...Object.entries(bomb).map(([name, content]) => tarMember(name, content)))),
    '/cut.zip': zipSync({ 'a/1.png': image('') }).subarray(0, 40),
    '/notes.zip': zipSync({ 'notes.txt': text('no image') }),
    '/archive.rar': text('Rar!'.padEnd(600)),
    '/large.tar': new Uint8Array(20_000_000),
    '/page.html': '<!doctype html>',
  };
  let page: Page;
  beforeAll(async () => {
    page = await chromium.open({ files });
  });

  it.each(['photos.zip', 'photos.tar', 'photos.tar.gz'])('unpacks the images of %s', async (name) => {
    expect(await filesIn(page, `cnnGpu.fetchArchive('${name}')`)).toEqual(photosFound);
  });

  it('takes the paths that Windows writes', async () => {
    expect(await filesIn(page, `cnnGpu.fetchArchive('/windows.zip')`)).toEqual([
      ['cats/1.png', 'cat', 'image/png'],
      ['dogs/1.png', 'dog', 'image/png'],
    ]);
  });

  it.each([
    ['up.zip', 'FORMAT', 'The zip archive has the member "../../1.png", a path that leads out of its folder.'],
    ['absolute.tar', 'FORMAT', 'The tar archive has the member "/etc/1.png", a path that leads out of its folder.'],
    ['up.tgz', 'FORMAT', 'The tar archive has the member "a/../../1.png", a path that leads out of its folder.'],
    ['bomb.zip', 'FORMAT', 'The zip archive unpacks to 5000012 bytes; at most 1000000 are expected.'],
    ['bomb.tgz', 'FORMAT', 'The gzip file unpacks to 5002752 bytes; at most 1000000 are expected.'],
    ['cut.zip', 'FORMAT', 'It is no zip archive, or is cut off: its end is missing.'],
    ['notes.zip', 'DATA', 'holds no images (.bmp, .gif, .jpeg, .jpg, .png).'],
    ['archive.rar', 'DATA', 'is no archive that is read: .zip, .tar, .tar.gz, .tgz.'],
    [
      'page.html',
      'DATA',
      'is a web page, not an archive. Servers answer so for wrong paths, or where one has to log in.',
    ],
  ])('refuses %s', async (name, code, message) => {
    const found = await filesIn(page, `cnnGpu.fetchArchive('${name}', { maxBytes: 1_000_000 })`);
    expect(found).toEqual([code, expect.stringMatching(`^/${name}:? `)]);
    expect((found as string[])[1]).toContain(message);
  });

  it('tells how far it is, and stops where it is told to', async () => {
    const progress = await page.evaluate(async () => {
      const seen: unknown[] = [];
      await cnnGpu.fetchArchive('photos.tar', {
        onProgress: ({ url, ...bytes }) => seen.push([url.replace(location.origin, ''), bytes]),
      });
      return seen.at(-1);
    });
    expect(progress).toEqual(['/photos.tar', { receivedBytes: tar.length, totalBytes: tar.length }]);
    expect(await filesIn(page, `cnnGpu.fetchArchive('photos.tar', { signal: AbortSignal.abort() })`)).toEqual([
      20,
      expect.stringContaining('abort'),
    ]);
    expect(await filesIn(page, `cnnGpu.fetchArchive('photos.tar', { maxBytes: 1000 })`)).toEqual([
      'DATA',
      '/photos.tar has more than the 1000 bytes that are taken.',
    ]);
  });

  it('rejects with what the caller threw, or with the reason of its signal', async () => {
    const reasons = await page.evaluate(async () => {
      const mine = new RangeError('mine');
      const fails = () => {
        throw mine;
      };
      const stop = new AbortController();
      const stopped = { signal: stop.signal, onProgress: () => stop.abort('enough') };
      const tried = [{ onProgress: fails }, stopped].map((options) => cnnGpu.fetchArchive('/large.tar', options));
      const [first, second] = await Promise.allSettled(tried);
      return [(first as PromiseRejectedResult).reason === mine, (second as PromiseRejectedResult).reason];
    });
    expect(reasons).toEqual([true, 'enough']);
  });

  it('says what is wrong with an address', async () => {
    expect(await filesIn(page, `cnnGpu.fetchArchive('/dist/missing.zip')`)).toEqual([
      'DATA',
      'Cannot fetch /dist/missing.zip: the server answers 404 Not Found',
    ]);
    expect(await filesIn(page, `cnnGpu.fetchArchive('http://')`)).toEqual(['DATA', '"http://" is no address (URL).']);
    const other = createServer((_, response) => response.end('x'));
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/a.zip`;
    const [code, message] = (await filesIn(page, `cnnGpu.fetchArchive('${address}')`)) as string[];
    other.closeAllConnections();
    other.close();
    expect(code).toBe('DATA');
    expect(message).toBe(
      `Cannot fetch ${address}: Failed to fetch. Is the address right, and does its server allow pages of  to read it (CORS)?`,
    );
  });
});

describe('filesOfArchive', () => {
  it('takes a file, and refuses a large one before it is read', async () => {
    const page = await chromium.open();
    const bytes = [...zipSync({ 'a/1.png': image('x') })];
    const file = `new File([new Uint8Array(${JSON.stringify(bytes)})], 'a.zip')`;
    expect(await filesIn(page, `cnnGpu.filesOfArchive(${file}, 'a.zip')`)).toEqual([['a/1.png', 'x', 'image/png']]);
    expect(await filesIn(page, `cnnGpu.filesOfArchive(${file}, 'a.zip', { maxBytes: 10 })`)).toEqual([
      'DATA',
      `a.zip has ${bytes.length} bytes; at most 10 are taken. Set maxBytes to take more.`,
    ]);
  });
});

describe('fetchImages', () => {
  const list = (files: unknown): string => JSON.stringify({ classNames: ['a'], files });
  it('fetches what a list names, in its order', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `${19 - i}`);
    const page = await chromium.open({
      files: {
        ...Object.fromEntries(names.map((name) => [`/data/${name}.bin`, image(name)])),
        '/data/index.json': list(
          names.map((name) => ({ path: `a/${name}.png`, url: `${name}.bin`, bytes: image(name).length })),
        ),
        '/data/missing.json': list([{ path: 'a/1.png', url: '/dist/none.png', bytes: 10 }]),
        '/data/longer.json': list([{ path: 'a/1.png', url: '1.bin', bytes: 3 }]),
        '/data/huge.json': list([{ path: 'a/1.png', url: '1.bin', bytes: 2 ** 31 }]),
        '/data/other.json': list([{ path: 'a/1.png' }]),
        '/data/none.json': 'null',
        '/data/text.json': 'text',
      },
    });
    const expected = names.map((name) => [`a/${name}.png`, name, 'image/png']);
    expect(await filesIn(page, `cnnGpu.fetchImages('data/index.json')`)).toEqual(expected);
    expect(await filesIn(page, `cnnGpu.fetchImages('data/missing.json')`)).toEqual([
      'DATA',
      'Cannot fetch /dist/none.png: the server answers 404 Not Found',
    ]);
    const problem = async (name: string) =>
      ((await filesIn(page, `cnnGpu.fetchImages('data/${name}')`)) as string[])[1];
    expect(await problem('longer.json')).toBe('/data/1.bin has more than the 3 bytes that are taken.');
    expect(await problem('huge.json')).toBe(
      'The images of /data/huge.json have 2147483648 bytes; at most 1073741824 are taken.',
    );
    expect(await problem('other.json')).toContain('/data/other.json is no list of images:');
    expect(await problem('none.json')).toContain('/data/none.json is no list of images:');
    expect(await problem('text.json')).toBe('/data/text.json is not valid JSON.');
  });
});
