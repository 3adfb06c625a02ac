import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WriteError } from '../../src/errors.ts';
import { makeFolder } from '../../src/node/make-folder.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('makeFolder', () => {
  it('makes a folder and those it lies in, and takes one that is there', async () => {
    const folder = await newFolder();
    await makeFolder(join(folder, 'a/b/c'));
    await makeFolder(join(folder, 'a/b/c'));
    expect(await readdir(join(folder, 'a/b'))).toEqual(['c']);
  });

  it('says why it cannot', async () => {
    const folder = await newFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(makeFolder(file)).rejects.toThrow(`Cannot write ${file}: something else has that name.`);
    await expect(makeFolder(join(file, 'a/b'))).rejects.toThrow('a part of the path is a file, not a folder.');
  });

  it('ends where the system lets nobody make folders', async () => {
    await expect(makeFolder('/proc/cnn-gpu/runs')).rejects.toThrow(WriteError);
  });
});
