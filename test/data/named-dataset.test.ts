import { describe, expect, it } from 'vitest';
import { arrayData, pickImages } from '../../src/data/array-data.ts';
import { namedDataset } from '../../src/data/named-dataset.ts';
import { DataError } from '../../src/errors.ts';

const train = arrayData(Uint8Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2, 1], Uint32Array.of(0, 1, 1));
const rest = { name: 'pairs', classNames: ['left', 'right'], maxValue: 255 };

describe('pickImages', () => {
  it('copies images in the given order', () => {
    const picked = pickImages(train, [2, 0]);
    expect(picked).toEqual(arrayData(Uint8Array.of(5, 6, 1, 2), [2, 1, 2, 1], Uint32Array.of(1, 0)));
  });
});

describe('namedDataset', () => {
  it('tells the shape of one image', () => {
    expect(namedDataset({ ...rest, train, test: train }).imageShape).toEqual([1, 2, 1]);
  });

  it('refuses parts of different image sizes', () => {
    const test = arrayData(Uint8Array.of(1, 2), [1, 2, 1, 1], Uint32Array.of(0));
    expect(() => namedDataset({ ...rest, train, test })).toThrow(DataError);
    expect(() => namedDataset({ ...rest, train, test })).toThrow('training images are 1x2x1 but test images 2x1x1');
  });

  it('refuses a label without a class name', () => {
    const test = arrayData(Uint8Array.of(1, 2), [1, 1, 2, 1], Uint32Array.of(2));
    expect(() => namedDataset({ ...rest, train, test })).toThrow(
      'pairs: image 0 of the test part has label 2; 0 to 1 are expected',
    );
  });
});
