import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';
import { filesIn, image, photosFound, writePhotos } from '../support/image-files.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const chromium = chromiumForTests();

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
    const folder = await writePhotos(await newFolder());
    // More than a browser lists at once.
    await mkdir(join(folder, 'many', 'deep'), { recursive: true });
    for (let i = 0; i < 250; i++) await writeFile(join(folder, 'many', 'deep', `${i}.png`), image(`${i}`));
    await drop(page, [folder]);
    const found = (await filesIn(page, 'found')) as string[][];
    const many = found.filter(([path]) => path?.startsWith('photos/many/deep/'));
    expect(new Set(many.map(([, content]) => content)).size).toBe(250);
    expect(found.filter((file) => !many.includes(file))).toEqual(
      photosFound.map(([path, ...rest]) => [`photos/${path}`, ...rest]),
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
    expect(await filesIn(page, 'found')).toEqual([
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
    expect(await filesIn(page, call)).toEqual([
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
    expect(await filesIn(page, call)).toEqual(['DATA', 'Cannot read photos: It is locked.']);
  });
});

describe('filesOfInput', () => {
  it('finds the images of a chosen folder', async () => {
    const page = await chromium.open();
    await page.setContent('<input type="file" webkitdirectory>');
    await page.locator('input').setInputFiles(await writePhotos(await newFolder()));
    expect(await filesIn(page, `cnnGpu.filesOfInput(document.querySelector('input').files)`)).toEqual(
      photosFound.map(([path, ...rest]) => [`photos/${path}`, ...rest]),
    );
  });

  it('has the files of an input that is emptied at once', async () => {
    const page = await chromium.open();
    await page.setContent('<input type="file" multiple>');
    await page
      .locator('input')
      .setInputFiles(['1.png', '2.png'].map((name) => ({ name, mimeType: '', buffer: Buffer.from(name) })));
    const paths = await page.evaluate(async () => {
      const input = document.querySelector('input') as HTMLInputElement;
      const found = cnnGpu.filesOfInput(input.files as FileList);
      input.value = '';
      return (await found).map(({ path }) => path);
    });
    expect(paths).toEqual(['1.png', '2.png']);
  });
});
