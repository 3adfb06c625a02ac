import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { findFolderLayout } from '../../src/node/folder-layout.ts';
import { writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

async function folderOf(...names: string[]): Promise<string> {
  const folder = await newFolder();
  await writeFiles(folder, Object.fromEntries(names.map((name) => [name, ''])));
  return folder;
}

describe('findFolderLayout', () => {
  it('finds class folders, and only those that hold images', async () => {
    const directory = await folderOf('dog/1.jpg', 'cat/deep/1.jpg', 'notes/a.txt', '.git/x.png', 'readme.txt');
    expect(await findFolderLayout(directory)).toEqual({ kind: 'classes', directory, classNames: ['cat', 'dog'] });
  });

  it.each([
    { folders: ['train'], expected: {} },
    { folders: ['train', 'test'], expected: { test: 'test' } },
    { folders: ['train', 'val'], expected: { validation: 'val' } },
    { folders: ['train', 'validation', 'test'], expected: { validation: 'validation', test: 'test' } },
  ])('finds $folders', async ({ folders, expected }) => {
    const directory = await folderOf(...folders.flatMap((name) => [`${name}/cat/1.jpg`, `${name}/dog/1.jpg`]));
    const paths = Object.entries(expected).map(([name, folder]) => [name, join(directory, folder)]);
    expect(await findFolderLayout(directory)).toEqual({
      kind: 'split',
      train: join(directory, 'train'),
      ...Object.fromEntries(paths),
    });
  });

  it('takes a class named "train" for a class', async () => {
    const directory = await folderOf('train/1.jpg', 'bus/1.jpg');
    expect(await findFolderLayout(directory)).toMatchObject({ kind: 'classes', classNames: ['bus', 'train'] });
  });

  it('refuses train/ and test/ without class folders in them', async () => {
    const directory = await folderOf('train/1.jpg', 'test/1.jpg');
    await expect(findFolderLayout(directory)).rejects.toThrow('No class folders were found in "train".');
  });

  it('says what was found instead', async () => {
    const loose = await folderOf('1.jpg', '2.png', 'readme.txt');
    await expect(findFolderLayout(loose)).rejects.toThrow(DataError);
    await expect(findFolderLayout(loose)).rejects.toThrow('holds 2 images, 1 other files and no folders.');
    const imageless = await folderOf('a/notes.txt', 'b/notes.txt');
    await mkdir(join(imageless, 'c'));
    await expect(findFolderLayout(imageless)).rejects.toThrow(
      'holds 0 images, 0 other files and the folders "a", "b", "c".',
    );
    await expect(findFolderLayout(await newFolder())).rejects.toThrow('0 images, 0 other files and no folders');
    await expect(findFolderLayout(join(loose, 'none'))).rejects.toThrow('does not exist');
    await expect(findFolderLayout(join(loose, '1.jpg'))).rejects.toThrow('is a file, not a folder');
  });
});
