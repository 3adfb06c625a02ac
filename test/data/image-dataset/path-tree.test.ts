import { describe, expect, it } from 'vitest';
import { folderLayout } from '../../../src/data/image-dataset/folder-layout.ts';
import { indexImages } from '../../../src/data/image-dataset/index-images.ts';
import { PathTree } from '../../../src/data/image-dataset/path-tree.ts';
import { DataError } from '../../../src/errors.ts';

const files = (...paths: string[]) => paths.map((path) => ({ path }));
const treeOf = (...paths: string[]) => new PathTree(files(...paths));

describe('PathTree', () => {
  it('lists what lies directly in a folder, by code points', async () => {
    const tree = treeOf('b/2.png', 'b/～.txt', 'b/\u{1F431}/1.png', 'b/A/x/1.png', '0.png');
    expect(await tree.list('')).toEqual({ folders: ['b'], files: ['0.png'] });
    expect(await tree.list('b')).toEqual({ folders: ['A', '\u{1F431}'], files: ['2.png', '～.txt'] });
    await expect(tree.list('c')).rejects.toThrow(DataError);
  });

  it('gives images in the order of a directory on disk', async () => {
    // As Python: sorted(os.walk(folder)), with sorted(files) in each.
    const sorted = ['B.png', 'a.JPG', '～.png', '\u{1F431}.png', 'a/10.png', 'a/9.png', 'a b/1.png', 'a/x/1.png'];
    const tree = treeOf(...sorted.map((name) => `top/${name}`).reverse(), 'top/notes.txt', 'topmost/1.png');
    expect(await tree.images('top')).toEqual(files(...sorted.map((name) => `top/${name}`)));
  });

  it('refuses two files of the same path, of which one would be lost', () => {
    expect(() => treeOf('cats/1.png', 'dogs/1.png', 'cats/1.png')).toThrow(/^Two files have the path cats\/1\.png\./);
    expect(() => treeOf('1.png', '1.png')).toThrow(DataError);
  });

  it('finds the folder of the class folders', () => {
    const cases: readonly [directory: string, ...paths: string[]][] = [
      ['photos', 'photos/cats/1.png', 'photos/dogs/1.png'],
      ['photos', 'photos/cats/1.png', 'photos/cats/2.png'],
      ['a/photos', 'a/photos/cats/1.png', 'a/photos/dogs/deep/1.png', 'a/notes.txt'],
      ['photos', 'photos/1.png', 'photos/cats/1.png'],
      ['', 'cats/1.png', 'dogs/1.png'],
      ['', 'cats/1.png'],
      ['', '1.png'],
      ['', 'cats/notes.txt'],
      [''],
    ];
    for (const [directory, ...paths] of cases) expect(treeOf(...paths).directory).toBe(directory);
  });

  it('is indexed as a directory is', async () => {
    const tree = treeOf(
      'p/dog/2.png',
      'p/cat/1.png',
      'p/cat/deep/0.png',
      'p/.hidden/3.png',
      'p/loose.png',
      'p/e/x.txt',
    );
    expect(await indexImages(tree, 'p')).toEqual({
      files: files('p/cat/1.png', 'p/cat/deep/0.png', 'p/dog/2.png'),
      labels: [0, 0, 1],
      classNames: ['cat', 'dog', 'e'],
    });
    expect(await indexImages(tree, 'p', { classNames: ['dog'] })).toMatchObject({ labels: [0], classNames: ['dog'] });
    await expect(indexImages(tree, 'p', { classNames: ['cow'] })).rejects.toThrow('Expected: [cat, dog, e]');
  });
});

describe('folderLayout of paths', () => {
  it('tells class folders from folders for training and testing', async () => {
    expect(await folderLayout(treeOf('cats/1.png', 'dogs/1.png'), '')).toEqual({
      kind: 'classes',
      directory: '',
      classNames: ['cats', 'dogs'],
    });
    expect(await folderLayout(treeOf('p/train/a/1.png', 'p/val/a/1.png', 'p/test/a/1.png'), 'p')).toEqual({
      kind: 'split',
      train: 'p/train',
      validation: 'p/val',
      test: 'p/test',
    });
    await expect(folderLayout(treeOf('p/1.png'), 'p')).rejects.toThrow('The folder p holds 1 images');
  });
});
