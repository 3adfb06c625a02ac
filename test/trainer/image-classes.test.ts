import { describe, expect, it } from 'vitest';
import { ImageClasses, type LabeledImage } from '../../src/trainer/image-classes.ts';

const image = (name: string): LabeledImage => ({ name, source: new Blob(), part: 'training' });
const names = (classes: ImageClasses) =>
  classes.list.map(({ name, images }) => [name, ...images.map((each) => each.name)]);

describe('ImageClasses', () => {
  it('gives free names, and numbers those that are taken', () => {
    const classes = new ImageClasses();
    const first = classes.add();
    classes.add();
    classes.remove(first);
    expect(names(classes)).toEqual([['Class 2']]);
    const third = classes.add();
    expect(third.name).toBe('Class 3');
    classes.rename(third, 'Class 2');
    expect(third.name).toBe('Class 2 2');
    classes.rename(third, '  ');
    expect(third.name).toBe('Class 2 2');
  });

  it('adds groups to classes of their names, and loose images to the one they were dropped on', () => {
    const classes = new ImageClasses();
    const own = classes.add('cats');
    classes.add();
    const groups = new Map([
      ['cats', [image('a')]],
      ['dogs', [image('b')]],
    ]);
    classes.addGroups({ classes: groups, loose: [image('c')], ignored: [] }, own);
    expect(names(classes)).toEqual([
      ['cats', 'a', 'c'],
      ['dogs', 'b'],
    ]);
    expect(classes.count).toBe(3);
  });

  it('tells of each change, and its snapshots stay', () => {
    const classes = new ImageClasses();
    let changes = 0;
    classes.addEventListener('change', () => changes++);
    const own = classes.add('cats');
    const picture = image('a');
    classes.addImages(own, [picture]);
    const before = classes.snapshot();
    classes.removeImage(own, picture);
    expect(changes).toBe(3);
    expect(before.map(({ images }) => images.length)).toEqual([1]);
    expect(own.images).toEqual([]);
  });
});
