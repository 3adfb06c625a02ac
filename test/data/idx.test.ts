import { describe, expect, it } from 'vitest';
import { decodeIdx, idxImages } from '../../src/data/idx.ts';
import { DataError } from '../../src/errors.ts';

/** Two images of 1x3, then their labels. */
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 255);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 0);

describe('decodeIdx', () => {
  it('reads shape and elements', () => {
    expect(decodeIdx(images, 'images')).toEqual({ shape: [2, 1, 3], data: Uint8Array.of(10, 20, 30, 40, 50, 255) });
    expect(decodeIdx(labels, 'labels')).toEqual({ shape: [2], data: Uint8Array.of(7, 0) });
  });

  it('reads from the middle of a buffer', () => {
    const shifted = new Uint8Array(labels.length + 3).subarray(3);
    shifted.set(labels);
    expect(decodeIdx(shifted, 'labels').shape).toEqual([2]);
  });

  it('refuses a file cut at any byte', () => {
    for (let length = 0; length < images.length; length++) {
      expect(() => decodeIdx(images.subarray(0, length), 'images'), `${length} bytes`).toThrow(DataError);
    }
  });

  it.each([
    ['another kind of file', [0x89, 0x50, 0x4e, 0x47], 'f: is no IDX file'],
    ['floats', [0, 0, 0x0d, 1, 0, 0, 0, 0], 'f: has elements of type 32-bit float'],
    ['an unknown element type', [0, 0, 3, 1, 0, 0, 0, 0], 'f: has elements of type 3'],
    ['missing dimensions', [0, 0, 8, 3, 0, 0, 0, 1], 'f: is truncated: its 3 IDX dimensions need 16 bytes'],
    ['missing data', [0, 0, 8, 1, 0, 0, 0, 2, 7], 'f: is truncated: IDX shape [2] needs 2 bytes of data; there are 1'],
    ['bytes left over', [0, 0, 8, 1, 0, 0, 0, 1, 7, 7], 'f: has bytes left over: IDX shape [1] needs 1 bytes'],
    ['a huge dimension', [0, 0, 8, 1, 255, 255, 255, 255, 7], 'needs 4294967295 bytes of data; there are 1'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeIdx(Uint8Array.from(bytes), 'f')).toThrow(DataError);
    expect(() => decodeIdx(Uint8Array.from(bytes), 'f')).toThrow(message);
  });

  it('takes no memory for 255 dimensions of the largest size', () => {
    const lying = new Uint8Array(4 + 4 * 255).fill(255);
    lying.set([0, 0, 8, 255]);
    expect(() => decodeIdx(lying, 'f')).toThrow('is truncated');
  });
});

describe('idxImages', () => {
  it('joins images and labels, with one channel', () => {
    expect(idxImages(decodeIdx(images, 'i'), decodeIdx(labels, 'l'), 'training part')).toEqual({
      x: Uint8Array.of(10, 20, 30, 40, 50, 255),
      xShape: [2, 1, 3, 1],
      y: Uint32Array.of(7, 0),
      yShape: [2],
    });
  });

  it('refuses labels for images, images for labels, and other counts', () => {
    const [i, l] = [decodeIdx(images, 'i'), decodeIdx(labels, 'l')];
    expect(() => idxImages(l, l, 'part')).toThrow(
      'part: images have IDX shape [2]; [count, height, width] is expected',
    );
    expect(() => idxImages(i, i, 'part')).toThrow('part: labels have IDX shape [2, 1, 3]; [2] is expected');
    const three = { shape: [3], data: Uint8Array.of(1, 2, 3) };
    expect(() => idxImages(i, three, 'part')).toThrow('labels have IDX shape [3]; [2] is expected, one for each image');
  });

  it('refuses a set without images', () => {
    const none = { shape: [0, 28, 28], data: new Uint8Array() };
    expect(() => idxImages(none, { shape: [0], data: new Uint8Array() }, 'part')).toThrow(DataError);
  });
});
