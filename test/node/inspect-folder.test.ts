import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { inspectFolder } from '../../src/node/inspect-folder.ts';
import { solid, solidPng, writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

/** A PNG unlike all others. */
const png = (n: number, side = 40) => solidPng(side, side + 8, [n, 0, 255 - n]);

async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
}

describe('inspectFolder', () => {
  it('counts images by class, and tells sizes, formats and colors', async () => {
    const folder = await folderOf({
      'a/1.png': await png(1),
      'a/2.png': await png(2, 60),
      'a/3.jpg': await solid(50, 90, [200, 10, 10]).jpeg().toBuffer(),
      'b/4.png': await solid(64, 64, [9, 9, 9]).toColourspace('b-w').png().toBuffer(),
      'b/5.png': await solidPng(100, 32, [1, 2, 3, 128]),
      'b/notes.txt': 'text',
    });
    expect(await inspectFolder(folder)).toEqual({
      total: 5,
      parts: [{ name: '', classes: { a: 3, b: 2 } }],
      height: { min: 40, median: 60, max: 100 },
      width: { min: 32, median: 64, max: 90 },
      formats: { png: 4, jpeg: 1 },
      colors: { rgb: 3, gray: 1, rgba: 1 },
      unreadable: [],
      wrongEndings: [],
      unnamed: [],
      turned: [],
      duplicates: [],
      tiny: [],
      imbalance: 1.5,
    });
  });

  it('finds what may be wrong with single images', async () => {
    const photo = sharp(await png(3)).jpeg();
    const folder = await folderOf({
      'a/turned.jpg': await photo.clone().withMetadata({ orientation: 6 }).toBuffer(),
      'a/upright.jpg': await photo.clone().withMetadata({ orientation: 1 }).toBuffer(),
      'a/named.jpg': await png(4),
      'a/tiny.png': await png(5, 20),
      'b/broken.png': 'no image',
      'b/empty.png': '',
      'b/forgotten.jfif': await photo.toBuffer(),
      'b/fine.png': await png(6),
    });
    const found = await inspectFolder(folder);
    expect(found.total).toBe(7);
    expect(found.turned).toEqual(['a/turned.jpg']);
    expect(found.wrongEndings).toEqual([{ path: 'a/named.jpg', format: 'png' }]);
    expect(found.tiny).toEqual(['a/tiny.png']);
    expect(found.unnamed).toEqual(['b/forgotten.jfif']);
    expect(found.unreadable).toEqual([
      { path: 'b/broken.png', reason: 'its content is not a BMP, GIF, JPEG, PNG or WebP image' },
      { path: 'b/empty.png', reason: 'the file is empty' },
    ]);
  });

  it('finds images that are there twice, by file and by pixels, across parts and classes', async () => {
    const [one, two, three, four] = [await png(1), await png(2), await png(3), await png(4)];
    const folder = await folderOf({
      'train/a/1.png': one,
      'train/a/2.png': two,
      'train/a/2 again.png': await sharp(two).png({ compressionLevel: 0 }).toBuffer(),
      'train/b/3.png': three,
      'test/a/1.png': one,
      'test/a/3.png': three,
      'test/b/4.png': four,
    });
    const found = await inspectFolder(folder);
    expect(found.parts).toEqual([
      { name: 'train', classes: { a: 3, b: 1 } },
      { name: 'test', classes: { a: 2, b: 1 } },
    ]);
    expect(found.imbalance).toBe(3);
    expect(found.duplicates).toEqual([
      { paths: ['train/a/1.png', 'test/a/1.png'], same: 'file', acrossParts: true, acrossClasses: false },
      { paths: ['train/a/2 again.png', 'train/a/2.png'], same: 'pixels', acrossParts: false, acrossClasses: false },
      { paths: ['train/b/3.png', 'test/a/3.png'], same: 'file', acrossParts: true, acrossClasses: true },
    ]);
  });

  it('takes a folder of images without classes', async () => {
    const found = await inspectFolder(await folderOf({ '1.png': await png(1), '2.png': 'bad' }));
    expect([found.total, found.parts, found.unreadable.length]).toEqual([2, [{ name: '', classes: { '': 2 } }], 1]);
  });

  it('refuses a folder without images', async () => {
    await expect(inspectFolder(await folderOf({ 'notes.txt': 'text' }))).rejects.toThrow(DataError);
  });
});
