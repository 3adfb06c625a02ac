import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { findClassesByFolder, findClassesByName, parseClassPattern } from '../../src/node/find-split-classes.ts';
import { writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

async function folderOf(...names: string[]): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, Object.fromEntries(names.map((name) => [name, ''])));
  return folder;
}

async function named(folder: string, ...patterns: string[]): Promise<Record<string, string[]>> {
  const classes = await findClassesByName(folder, patterns.map(parseClassPattern));
  return Object.fromEntries(classes.map(({ name, files }) => [name, files.map((file) => file.name)]));
}

describe('findClassesByName', () => {
  it('finds images by a pattern, with or without their ending', async () => {
    const folder = await folderOf('cat.0.jpg', 'cat.10.png', 'dog.0.jpg', 'cat.txt', 'concat.1.jpg');
    expect(await named(folder, 'cats=cat.*', 'dogs=dog.?.jpg')).toEqual({
      cats: ['cat.0.jpg', 'cat.10.png'],
      dogs: ['dog.0.jpg'],
    });
    const [cats] = await findClassesByName(folder, [{ name: 'cats', pattern: 'cat.0' }]);
    expect(cats?.files).toEqual([{ from: join(folder, 'cat.0.jpg'), name: 'cat.0.jpg' }]);
  });

  it('names the numbers of a range that are missing', async () => {
    const folder = await folderOf('cat.0.jpg', 'cat.1.jpg', 'cat.3.jpg', 'cat.9.jpg');
    expect(await named(folder, 'cats=cat.{0..1}')).toEqual({ cats: ['cat.0.jpg', 'cat.1.jpg'] });
    await expect(named(folder, 'cats=cat.{0..4}')).rejects.toThrow(
      /holds no image cat\.2, cat\.4; it holds 4 images, such as cat\.0\.jpg/,
    );
    await expect(named(folder, 'cats=cat.{10..20}')).rejects.toThrow(/cat\.10, .*cat\.14 and 6 more/);
    await expect(named(folder, 'cats=cat.{5..3}')).rejects.toThrow(/range \{5\.\.3\} .* empty/);
  });

  it('refuses an image of two classes, and a class without images', async () => {
    const folder = await folderOf('cat.0.jpg', 'dog.0.jpg');
    await expect(named(folder, 'cats=cat*', 'all=*')).rejects.toThrow(/cat\.0\.jpg belongs to "cats" and to "all"/);
    await expect(named(folder, 'cows=cow*')).rejects.toThrow(/holds no image cow\*/);
  });

  it('takes signs of regular expressions as they are', async () => {
    expect(await named(await folderOf('a+(1).jpg', 'aa1.jpg'), 'a=a+(*)')).toEqual({ a: ['a+(1).jpg'] });
  });
});

describe('parseClassPattern', () => {
  it.each(['cats', '=cat.*', 'cats=', '../cats=cat.*', '.cats=cat.*'])('refuses %s', (text) => {
    expect(() => parseClassPattern(text)).toThrow(ConfigError);
  });
});

describe('findClassesByFolder', () => {
  it('takes each folder as a class, and folders inside as part of the names', async () => {
    const folder = await folderOf('cats/1.jpg', 'cats/old/2.png', 'dogs/1.jpg');
    const classes = await findClassesByFolder(folder);
    expect(classes.map(({ name, files }) => [name, files.map((file) => file.name)])).toEqual([
      ['cats', ['1.jpg', 'old/2.png']],
      ['dogs', ['1.jpg']],
    ]);
  });

  it('refuses a folder that is split already', async () => {
    await expect(findClassesByFolder(await folderOf('train/cats/1.jpg'))).rejects.toThrow(/split already/);
  });
});
