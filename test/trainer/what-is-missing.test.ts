import { expect, it } from 'vitest';
import type { ImageClass } from '../../src/trainer/image-classes.ts';
import { whatIsMissing } from '../../src/trainer/what-is-missing.ts';

const classOf = (name: string, count: number): ImageClass => ({
  name,
  images: Array.from({ length: count }, (_, i) => ({ name: `${i}.png`, source: new Blob(), part: 'training' })),
});

it('says what a training needs before it can begin', () => {
  const two = 'Training needs images of at least two classes';
  expect(whatIsMissing([])).toBe(`${two}.`);
  expect(whatIsMissing([classOf('cats', 0), classOf('dogs', 0)])).toBe(`${two}.`);
  expect(whatIsMissing([classOf('cats', 3)])).toBe(`${two}; so far there is "cats" alone.`);
  expect(whatIsMissing([classOf('cats', 3), classOf('dogs', 1), classOf('Class 3', 0)])).toBe(
    'The class "Class 3" has no images yet. Add some, or remove the class.',
  );
  expect(whatIsMissing([classOf('cats', 1), classOf('dogs', 1)])).toBe(null);
});
