import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digits } from '../../src/node/digits.ts';
import { startChromium, type TestBrowser } from '../support/chromium.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { tarArchive, tarMember } from '../support/tar-archive.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** Begins as a PNG file does; nobody decodes it here. */
const image = (content: string): Uint8Array =>
  new Uint8Array([0x89, ...text('PNG\r\n\x1a\n'), ...text(`....${content}`)]);

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

/** Paths, what is after the signature, and media types of what a call in the page gives, or its error's code and message. */
const outcome = (page: Page, call: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    try {
      const files = await (${call});
      return await Promise.all(files.map(async ({ path, file }) => [path, (await file.text()).slice(12), file.type]));
    } catch (error) {
      return [error.code ?? error.name, error.message.replaceAll(location.origin, '')];
    }
  })()`);

const folder: Readonly<Record<string, Uint8Array>> = {
  'photos/dogs/1.png': image('dog'),
  'photos/cats/2.png': image('cat 2'),
  'photos/cats/10.PNG': image('cat 10'),
  'photos/cats/.hidden.png': image('hidden'),
  'photos/cats/notes.txt': text('no image'),
  'photos/.cache/1.png': image('cached'),
};
const withClassFolders = [
  ['cats/10.PNG', 'cat 10', 'image/png'],
  ['cats/2.png', 'cat 2', 'image/png'],
  ['dogs/1.png', 'dog', 'image/png'],
];

async function writeFolder(): Promise<string> {
  const root = await newFolder();
  for (const [name, content] of Object.entries(folder)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(root, 'photos');
}

describe('digits', () => {
  it('are those of Node', async () => {
    const page = await chromium.open();
    const found = await page.evaluate(async () => {
      const { train, test, ...rest } = await cnnGpu.digits();
      const plain = ({ x, xShape, y }: typeof train) => ({ x: [...x], xShape, y: [...y] });
      return { train: plain(train), test: plain(test), ...rest };
    });
    const { train, test, ...rest } = await digits();
    const plain = ({ x, xShape, y }: typeof train) => ({ x: [...x], xShape, y: [...y] });
    expect(found).toEqual({ train: plain(train), test: plain(test), ...rest });
  });
});

it('reads the files of well-known data sets', async () => {
  const page = await chromium.open();
  const found = await page.evaluate(() => {
    // One image of 1×2 pixels and its label, in the format of MNIST; and an image of CIFAR-10.
    const images = cnnGpu.decodeIdx(Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9), 'images');
    const labels = cnnGpu.decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 4), 'labels');
    const mnist = cnnGpu.idxImages(images, labels, 'mnist');
    const cifar = cnnGpu.decodeCifar10([new Uint8Array(3073).fill(3)], ['data_batch_1']);
    return [[...mnist.x], mnist.xShape, [...mnist.y], cifar.xShape, [...cifar.y]];
  });
  expect(found).toEqual([[7, 9], [1, 1, 2, 1], [4], [1, 32, 32, 3], [3]]);
});

describe('fetchArchive', () => {
  const mac = { ...folder, '__MACOSX/photos/cats/._2.png': image('fork') };
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
    '/page.html': '<!doctype html>',
  };
  let page: Page;
  beforeAll(async () => {
    page = await chromium.open({ files });
  });

  it.each(['photos.zip', 'photos.tar', 'photos.tar.gz'])('unpacks the images of %s', async (name) => {
    expect(await outcome(page, `cnnGpu.fetchArchive('${name}')`)).toEqual(withClassFolders);
  });

  it('takes the paths that Windows writes', async () => {
    expect(await outcome(page, `cnnGpu.fetchArchive('/windows.zip')`)).toEqual([
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
    const found = await outcome(page, `cnnGpu.fetchArchive('${name}', { maxBytes: 1_000_000 })`);
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
    expect(await outcome(page, `cnnGpu.fetchArchive('photos.tar', { signal: AbortSignal.abort() })`)).toEqual([
      20,
      expect.stringContaining('abort'),
    ]);
    expect(await outcome(page, `cnnGpu.fetchArchive('photos.tar', { maxBytes: 1000 })`)).toEqual([
      'DATA',
      '/photos.tar has more than the 1000 bytes that are taken.',
    ]);
  });

  it('says what is wrong with an address', async () => {
    expect(await outcome(page, `cnnGpu.fetchArchive('/dist/missing.zip')`)).toEqual([
      'DATA',
      'Cannot fetch /dist/missing.zip: the server answers 404 Not Found',
    ]);
    expect(await outcome(page, `cnnGpu.fetchArchive('http://')`)).toEqual(['DATA', '"http://" is no address (URL).']);
    const other = createServer((_, response) => response.end('x'));
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/a.zip`;
    const [code, message] = (await outcome(page, `cnnGpu.fetchArchive('${address}')`)) as string[];
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
    expect(await outcome(page, `cnnGpu.filesOfArchive(${file}, 'a.zip')`)).toEqual([['a/1.png', 'x', 'image/png']]);
    expect(await outcome(page, `cnnGpu.filesOfArchive(${file}, 'a.zip', { maxBytes: 10 })`)).toEqual([
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
    expect(await outcome(page, `cnnGpu.fetchImages('data/index.json')`)).toEqual(expected);
    expect(await outcome(page, `cnnGpu.fetchImages('data/missing.json')`)).toEqual([
      'DATA',
      'Cannot fetch /dist/none.png: the server answers 404 Not Found',
    ]);
    const problem = async (name: string) =>
      ((await outcome(page, `cnnGpu.fetchImages('data/${name}')`)) as string[])[1];
    expect(await problem('longer.json')).toBe('/data/1.bin has more than the 3 bytes that are taken.');
    expect(await problem('huge.json')).toBe(
      'The images of /data/huge.json have 2147483648 bytes; at most 1073741824 are taken.',
    );
    expect(await problem('other.json')).toContain('/data/other.json is no list of images:');
    expect(await problem('none.json')).toContain('/data/none.json is no list of images:');
    expect(await problem('text.json')).toBe('/data/text.json is not valid JSON.');
  });
});

describe('filesOfDrop', () => {
  /** Waits for a drop and keeps what it gives. */
  const listen = (page: Page) =>
    page.evaluate(() => {
      const state = globalThis as unknown as { found: Promise<unknown>; others: string[] };
      state.others = [];
      document.body.style.height = '200px';
      document.ondragover = (event) => event.preventDefault();
      state.found = new Promise((resolve) => {
        document.ondrop = (event) => {
          event.preventDefault();
          const onOther = (path: string) => state.others.push(path);
          resolve(cnnGpu.filesOfDrop(event.dataTransfer as DataTransfer, { onOther }));
        };
      });
    });

  async function drop(page: Page, paths: readonly string[]): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
    }
  }

  it('finds the images of a folder, at any depth', async () => {
    const page = await chromium.open();
    await listen(page);
    const photos = await writeFolder();
    // More than a browser lists at once.
    await mkdir(join(photos, 'many', 'deep'), { recursive: true });
    for (let i = 0; i < 250; i++) await writeFile(join(photos, 'many', 'deep', `${i}.png`), image(`${i}`));
    await drop(page, [photos]);
    const found = (await outcome(page, 'found')) as string[][];
    const many = found.filter(([path]) => path?.startsWith('photos/many/deep/'));
    expect(new Set(many.map(([, content]) => content)).size).toBe(250);
    expect(found.filter((file) => !many.includes(file))).toEqual(
      withClassFolders.map(([path, ...rest]) => [`photos/${path}`, ...rest]),
    );
    expect(await page.evaluate('others')).toEqual(['photos/cats/notes.txt']);
  });

  it('takes files and archives together', async () => {
    const page = await chromium.open();
    await listen(page);
    const root = await newFolder();
    await writeFile(join(root, 'one.png'), image('one'));
    await writeFile(join(root, 'set.zip'), zipSync({ 'set/a/1.png': image('a'), 'set/b/1.png': image('b') }));
    await drop(page, [join(root, 'one.png'), join(root, 'set.zip')]);
    expect(await outcome(page, 'found')).toEqual([
      ['a/1.png', 'a', 'image/png'],
      ['b/1.png', 'b', 'image/png'],
      ['one.png', 'one', 'image/png'],
    ]);
  });

  it('takes files that a program put there', async () => {
    const page = await chromium.open();
    const call = `(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['............two'], '2.png', { type: 'image/png' }));
      transfer.items.add(new File(['............one'], '1.gif', { type: 'image/gif' }));
      transfer.items.add('text', 'text/plain');
      return cnnGpu.filesOfDrop(transfer);
    })()`;
    expect(await outcome(page, call)).toEqual([
      ['1.gif', 'one', 'image/gif'],
      ['2.png', 'two', 'image/png'],
    ]);
  });

  it('names the folder that cannot be read', async () => {
    const page = await chromium.open();
    const call = `cnnGpu.filesOfDrop({ items: [{ kind: 'file', getAsFile: () => null, webkitGetAsEntry: () => ({
      isFile: false, isDirectory: true, fullPath: '/photos', name: 'photos',
      createReader: () => ({ readEntries: (done, failed) => failed(new DOMException('It is locked.', 'NotReadableError')) }),
    }) }] })`;
    expect(await outcome(page, call)).toEqual(['DATA', 'Cannot read photos: It is locked.']);
  });
});

describe('filesOfInput', () => {
  it('finds the images of a chosen folder', async () => {
    const page = await chromium.open();
    await page.setContent('<input type="file" webkitdirectory>');
    await page.locator('input').setInputFiles(await writeFolder());
    expect(await outcome(page, `cnnGpu.filesOfInput(document.querySelector('input').files)`)).toEqual(
      withClassFolders.map(([path, ...rest]) => [`photos/${path}`, ...rest]),
    );
  });
});
