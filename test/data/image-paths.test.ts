import { describe, expect, it } from 'vitest';
import { isVisibleImage, plainPath, withoutCommonFolders } from '../../src/data/image-paths.ts';

describe('plainPath', () => {
  it('has slashes between names alone', () => {
    expect(plainPath('/photos/cats/1.png')).toBe('photos/cats/1.png');
    expect(plainPath('.\\photos\\.\\1.png')).toBe('photos/1.png');
    expect(plainPath('./')).toBe('');
  });
});

describe('isVisibleImage', () => {
  it.each([
    ['cats/1.png', true],
    ['1.JPEG', true],
    ['cats/notes.txt', false],
    ['cats/.1.png', false],
    ['.cats/1.png', false],
    ['cats/._1.png', false],
    ['__MACOSX/cats/1.png', false],
  ])('%s: %s', (path, expected) => {
    expect(isVisibleImage(path)).toBe(expected);
  });
});

describe('withoutCommonFolders', () => {
  it.each([
    [
      ['set/cats/1.png', 'set/dogs/1.png'],
      ['cats/1.png', 'dogs/1.png'],
    ],
    [
      ['a/b/cats/1.png', 'a/b/cats/deep/2.png'],
      ['cats/1.png', 'cats/deep/2.png'],
    ],
    [
      ['cats/1.png', 'dogs/1.png'],
      ['cats/1.png', 'dogs/1.png'],
    ],
    [
      ['cats/1.png', 'cats/2.png'],
      ['cats/1.png', 'cats/2.png'],
    ],
    [
      ['set/1.png', 'set/dogs/1.png'],
      ['set/1.png', 'set/dogs/1.png'],
    ],
    [['a/b/1.png'], ['b/1.png']],
    [['1.png'], ['1.png']],
    [[], []],
  ])('%j becomes %j', (paths, expected) => {
    expect(withoutCommonFolders(paths)).toEqual(expected);
  });
});
