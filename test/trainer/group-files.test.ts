import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/trainer/group-files.ts';

const files = (...paths: string[]) => paths.map((path) => ({ path, file: new Blob() }));
const grouped = (...paths: string[]) => {
  const { classes, loose, ignored } = groupFiles(files(...paths));
  const named = [...classes].map(([name, images]) => [name, images.map((image) => `${image.name} ${image.part}`)]);
  return { classes: Object.fromEntries(named), loose: loose.map(({ name }) => name), ignored };
};

describe('groupFiles', () => {
  it('takes the folder below the common one as the class, in order of names', () => {
    const { classes } = grouped('photos/dogs/1.png', 'photos/cats/old/2.png', 'photos/cats/1.png');
    expect(classes).toEqual({ cats: ['2.png training', '1.png training'], dogs: ['1.png training'] });
    expect(Object.keys(classes)).toEqual(['cats', 'dogs']);
  });

  it('takes dropped class folders, and a single one, by their own names', () => {
    expect(Object.keys(grouped('cats/1.png', 'dogs/1.png').classes)).toEqual(['cats', 'dogs']);
    expect(grouped('cats/1.png', 'cats/2.png').classes).toEqual({ cats: ['1.png training', '2.png training'] });
  });

  it('keeps validation images apart and leaves test images out', () => {
    expect(grouped('set/train/a/1.png', 'set/val/a/2.png', 'set/train/b/3.png', 'set/test/a/4.png')).toEqual({
      classes: { a: ['1.png training', '2.png validation'], b: ['3.png training'] },
      loose: [],
      ignored: ['set/test/a/4.png'],
    });
  });

  it('takes "train" as a class where no folders are in it', () => {
    expect(Object.keys(grouped('toys/train/1.png', 'toys/car/2.png').classes)).toEqual(['car', 'train']);
  });

  it('leaves images without a folder to where they were dropped', () => {
    expect(grouped('1.png', 'cats/2.png')).toEqual({
      classes: { cats: ['2.png training'] },
      loose: ['1.png'],
      ignored: [],
    });
    expect(grouped()).toEqual({ classes: {}, loose: [], ignored: [] });
  });
});
