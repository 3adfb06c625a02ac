import { describe, expect, it } from 'vitest';
import { cropBox, padBox, resizeBilinear, resizeImage, resizeNearest } from '../../src/data/resize.ts';
import { ValueError } from '../../src/errors.ts';

const gray = (height: number, width: number, values: readonly number[]) => ({
  pixels: Uint8Array.from(values),
  height,
  width,
  channels: 1,
});

describe('resizeBilinear', () => {
  it('doubles a row: centers lie at -0.25, 0.25, 0.75, 1.25, and borders repeat', () => {
    expect([...resizeBilinear(gray(1, 2, [0, 100]), [1, 4])]).toEqual([0, 25, 75, 100]);
  });

  it('doubles both axes', () => {
    // Rows are weighted as the columns above: row 1 is 3/4 of the first and 1/4 of the second row.
    expect([...resizeBilinear(gray(2, 2, [0, 100, 200, 40]), [4, 4])]).toEqual([
      ...[0, 25, 75, 100],
      ...[50, 58.75, 76.25, 85],
      ...[150, 126.25, 78.75, 55],
      ...[200, 160, 80, 40],
    ]);
  });

  it('does not smooth when it shrinks: centers lie at 1.5 and 5.5, and the rest is not seen', () => {
    expect([...resizeBilinear(gray(1, 8, [255, 10, 20, 255, 255, 40, 60, 255]), [1, 2])]).toEqual([15, 50]);
  });

  it('shrinks by 3 to the middle pixels', () => {
    expect([...resizeBilinear(gray(1, 6, [9, 1, 9, 9, 2, 9]), [1, 2])]).toEqual([1, 2]);
  });

  it('keeps channels apart and floats as they are', () => {
    const image = { pixels: Float32Array.of(-1, 10, 1, 30), height: 1, width: 2, channels: 2 };
    expect([...resizeBilinear(image, [1, 1])]).toEqual([0, 20]);
  });

  it('treats three channels as it treats one', () => {
    // A 1x2 image of red 0 and 100, green 200 and 40, blue 7; and a second row of zeros.
    const pixels = Uint8Array.of(0, 200, 7, 100, 40, 7, 0, 0, 0, 0, 0, 0);
    expect([...resizeBilinear({ pixels, height: 2, width: 2, channels: 3 }, [1, 4])]).toEqual([
      ...[0, 100, 3.5],
      ...[12.5, 80, 3.5],
      ...[37.5, 40, 3.5],
      ...[50, 20, 3.5],
    ]);
  });

  it('is the identity for the same size', () => {
    const values = Array.from({ length: 35 }, (_, i) => (i * 37) % 256);
    expect([...resizeBilinear(gray(5, 7, values), [5, 7])]).toEqual(values);
  });
});

describe('resizeNearest', () => {
  it('takes input pixel floor((i + 0.5) * in / out)', () => {
    expect([...resizeNearest(gray(1, 2, [1, 2]), [1, 4])]).toEqual([1, 1, 2, 2]);
    expect([...resizeNearest(gray(1, 5, [0, 1, 2, 3, 4]), [1, 2])]).toEqual([1, 3]);
    expect([...resizeNearest(gray(1, 2, [1, 2]), [1, 3])]).toEqual([1, 2, 2]);
    expect([...resizeNearest(gray(4, 1, [0, 1, 2, 3]), [2, 1])]).toEqual([1, 3]);
  });

  it('keeps channels together', () => {
    const image = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 2, channels: 3 };
    expect([...resizeNearest(image, [1, 1])]).toEqual([4, 5, 6]);
  });
});

describe('cropBox', () => {
  it.each([
    { image: [340, 500], size: [200, 200], box: { top: 0, left: 80, height: 340, width: 340 } },
    { image: [500, 341], size: [200, 200], box: { top: 79, left: 0, height: 341, width: 341 } },
    { image: [100, 100], size: [50, 100], box: { top: 25, left: 0, height: 50, width: 100 } },
    { image: [7, 5], size: [3, 3], box: { top: 1, left: 0, height: 5, width: 5 } },
    { image: [1, 1000], size: [10, 1], box: { top: 0, left: 499, height: 1, width: 1 } },
  ] as const)('of $image for $size', ({ image: [height, width], size, box }) => {
    expect(cropBox({ height, width }, size)).toEqual(box);
  });
});

describe('padBox', () => {
  it.each([
    { image: [50, 100], size: [200, 200], box: { top: 50, left: 0, height: 100, width: 200 } },
    { image: [100, 50], size: [200, 200], box: { top: 0, left: 50, height: 200, width: 100 } },
    { image: [100, 100], size: [30, 61], box: { top: 0, left: 15, height: 30, width: 30 } },
    { image: [1, 1000], size: [10, 10], box: { top: 4, left: 0, height: 1, width: 10 } },
  ] as const)('of $image in $size', ({ image: [height, width], size, box }) => {
    expect(padBox({ height, width }, size)).toEqual(box);
  });
});

describe('resizeImage', () => {
  it('distorts by default', () => {
    expect([...resizeImage(gray(1, 4, [0, 10, 20, 30]), [1, 2])]).toEqual([5, 25]);
  });

  it('crops the middle', () => {
    const image = gray(2, 4, [0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...resizeImage(image, [2, 2], { cropToAspectRatio: true })]).toEqual([1, 2, 5, 6]);
    expect([...resizeImage(image, [1, 1], { cropToAspectRatio: true, interpolation: 'nearest' })]).toEqual([6]);
  });

  it('pads with black on both sides', () => {
    const image = gray(1, 3, [7, 8, 9]);
    expect([...resizeImage(image, [3, 3], { padToAspectRatio: true })]).toEqual([0, 0, 0, 7, 8, 9, 0, 0, 0]);
    expect([...resizeImage(gray(3, 1, [7, 8, 9]), [3, 3], { padToAspectRatio: true })]).toEqual([
      0, 7, 0, 0, 8, 0, 0, 9, 0,
    ]);
  });

  it('gives bytes where the bytes of the image are kept, and floats where they are mixed', () => {
    const image = gray(1, 2, [0, 100]);
    expect(resizeImage(image, [1, 2])).toBe(image.pixels);
    expect(resizeImage(image, [1, 2], { padToAspectRatio: true })).toBe(image.pixels);
    expect(resizeImage(image, [1, 3], { interpolation: 'nearest' })).toEqual(Uint8Array.of(0, 100, 100));
    expect(resizeImage(image, [3, 2], { interpolation: 'nearest', padToAspectRatio: true })).toEqual(
      Uint8Array.of(0, 0, 0, 100, 0, 0),
    );
    expect(resizeImage(image, [1, 1])).toEqual(Float32Array.of(50));
    const floats = { ...image, pixels: Float32Array.of(0.5, 1) };
    expect(resizeImage(floats, [1, 1], { interpolation: 'nearest' })).toEqual(Float32Array.of(1));
  });

  it('lays floats where they are wanted, and asks for no room for bytes', () => {
    const image = gray(1, 2, [0, 100]);
    const room = new Float32Array(2);
    expect(resizeImage(image, [2, 1], {}, { room: () => room })).toBe(room);
    expect(room).toEqual(Float32Array.of(50, 50));
    const padded = new Float32Array(9).fill(7);
    expect(resizeImage(image, [3, 3], { padToAspectRatio: true }, { room: () => padded })).toBe(padded);
    expect([...padded]).toEqual([0, 50, 100, 0, 0, 0, 0, 0, 0]);
    const noRoom = () => {
      throw new Error('not for bytes');
    };
    const nearest = resizeImage(image, [1, 1], { interpolation: 'nearest' }, { room: noRoom });
    expect(nearest).toEqual(Uint8Array.of(100));
  });

  it('refuses to crop and pad at once', () => {
    const both = { cropToAspectRatio: true, padToAspectRatio: true };
    expect(() => resizeImage(gray(1, 1, [0]), [1, 1], both)).toThrow(ValueError);
  });
});
