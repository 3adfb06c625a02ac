import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexImages } from '../../src/data/image-dataset/index-images.ts';
import { DataError } from '../../src/errors.ts';
import { directoryTree, listFolder, listImages } from '../../src/node/index-directory.ts';
import { writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

async function folderOf(...names: string[]): Promise<string> {
  const folder = await newFolder();
  await writeFiles(folder, Object.fromEntries(names.map((name) => [name, ''])));
  return folder;
}

const inside = (folder: string, names: readonly string[]) => names.map((name) => join(folder, name));

const filesInside = (folder: string, names: readonly string[]) => inside(folder, names).map((path) => ({ path }));

describe('listImages', () => {
  it('takes image endings in any case, and nothing else', async () => {
    const folder = await folderOf('a.jpg', 'b.JPEG', 'c.Png', 'd.bmp', 'e.gif', 'f.webp', 'g.txt', 'h', 'png');
    expect(await listImages(folder)).toEqual(inside(folder, ['a.jpg', 'b.JPEG', 'c.Png', 'd.bmp', 'e.gif']));
  });

  it('sorts folders by path, then files by name, by code points', async () => {
    // As Python: sorted(os.walk(folder)), with sorted(files) in each.
    const sorted = [
      'B.png',
      'a.png',
      '～.png',
      '\u{1F431}.png',
      'a/10.png',
      'a/9.png',
      'a b/1.png',
      'a/x/1.png',
      'b/1.png',
    ];
    const folder = await folderOf(...[...sorted].reverse());
    expect(await listImages(folder)).toEqual(inside(folder, sorted));
  });

  it('follows links to files always, links to folders only when asked to', async () => {
    const folder = await folderOf('real/1.png');
    const elsewhere = await folderOf('2.png');
    await symlink(join(elsewhere, '2.png'), join(folder, 'file.png'));
    await symlink(elsewhere, join(folder, 'folder.png'));
    await symlink(join(folder, 'nowhere'), join(folder, 'broken.png'));
    expect(await listImages(folder)).toEqual(inside(folder, ['broken.png', 'file.png', 'real/1.png']));
    expect(await listImages(folder, { followLinks: true })).toEqual(
      inside(folder, ['broken.png', 'file.png', 'folder.png/2.png', 'real/1.png']),
    );
  });

  it('ends when links form a loop', async () => {
    const folder = await folderOf('a/1.png', 'b/2.png');
    await symlink(folder, join(folder, 'a', 'up'));
    await symlink(join(folder, 'a'), join(folder, 'b', 'across'));
    await symlink(join(folder, 'b'), join(folder, 'a', 'across'));
    await symlink('self', join(folder, 'self'));
    expect(await listImages(folder, { followLinks: true })).toHaveLength(2);
  });

  it('enters a folder that is itself a link', async () => {
    const folder = await folderOf('1.png');
    const link = join(await newFolder(), 'link');
    await symlink(folder, link);
    expect(await listImages(link)).toEqual([join(link, '1.png')]);
  });
});

describe('listFolder', () => {
  it('says why a folder cannot be read', async () => {
    const folder = await folderOf('file');
    await expect(listFolder(join(folder, 'none'))).rejects.toThrow(DataError);
    await expect(listFolder(join(folder, 'none'))).rejects.toThrow(`Cannot read the folder ${join(folder, 'none')}: `);
    await expect(listFolder(join(folder, 'file'))).rejects.toThrow('is a file, not a folder');
  });
});

describe('indexImages of a directory', () => {
  it('makes a class of each folder, sorted, but not of hidden ones; files beside them do not count', async () => {
    const folder = await folderOf('dog/2.png', 'cat/1.png', 'cat/deep/0.png', '.hidden/3.png', 'loose.png');
    await mkdir(join(folder, 'empty'));
    expect(await indexImages(directoryTree, folder)).toEqual({
      files: filesInside(folder, ['cat/1.png', 'cat/deep/0.png', 'dog/2.png']),
      labels: [0, 0, 1],
      classNames: ['cat', 'dog', 'empty'],
    });
  });

  it('takes the classes that are named, in their order', async () => {
    const folder = await folderOf('a/1.png', 'b/2.png', 'c/3.png');
    expect(await indexImages(directoryTree, folder, { classNames: ['c', 'a'] })).toEqual({
      files: filesInside(folder, ['c/3.png', 'a/1.png']),
      labels: [0, 1],
      classNames: ['c', 'a'],
    });
    await expect(indexImages(directoryTree, folder, { classNames: ['a', 'x'] })).rejects.toThrow(
      'Expected: [a, b, c] (or a subset of it), but received: classNames=[a, x]',
    );
  });

  it('takes all files without labels or with given ones', async () => {
    const folder = await folderOf('b/1.png', '0.png');
    await writeFile(join(folder, 'notes.txt'), '');
    const files = filesInside(folder, ['0.png', 'b/1.png']);
    expect(await indexImages(directoryTree, folder, { labels: null })).toEqual({
      files,
      labels: null,
      classNames: null,
    });
    expect(await indexImages(directoryTree, folder, { labels: [10, 9] })).toEqual({
      files,
      labels: [10, 9],
      classNames: ['9', '10'],
    });
    await expect(indexImages(directoryTree, folder, { labels: [1] })).rejects.toThrow(
      'labels.length is 1 while we found 2 files',
    );
  });
});
