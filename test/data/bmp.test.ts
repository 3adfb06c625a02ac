import { describe, expect, it } from 'vitest';
import { decodeBmp, readBmpHeader } from '../../src/data/bmp.ts';
import { DataError } from '../../src/errors.ts';
import { bmpFile } from '../support/bmp.ts';

const smallest = { width: 1, height: 1, bitsPerPixel: 24, body: [3, 2, 1, 0] };

describe('decodeBmp', () => {
  it('reads 24 bits: blue first, bottom row first, rows padded to 4 bytes', () => {
    const body = [...[3, 2, 1, 6, 5, 4, 0, 0], ...[9, 8, 7, 12, 11, 10, 0, 0]];
    expect(decodeBmp(bmpFile({ width: 2, height: 2, bitsPerPixel: 24, body }))).toEqual({
      pixels: Uint8Array.of(7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6),
      height: 2,
      width: 2,
      channels: 3,
    });
  });

  it('reads rows from the top when the height is negative', () => {
    const body = [...[3, 2, 1, 0], ...[6, 5, 4, 0]];
    const image = decodeBmp(bmpFile({ width: 1, height: -2, bitsPerPixel: 24, body }));
    expect([...image.pixels]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(image.height).toBe(2);
  });

  it('reads 32 bits with alpha, and takes an alpha of 0 throughout as unused', () => {
    const file = (alphas: number[]) =>
      bmpFile({ width: 2, height: 1, bitsPerPixel: 32, body: [3, 2, 1, alphas[0], 6, 5, 4, alphas[1]] });
    expect([...decodeBmp(file([0, 128])).pixels]).toEqual([1, 2, 3, 0, 4, 5, 6, 128]);
    expect([...decodeBmp(file([0, 0])).pixels]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
  });

  it('reads 32 bits with the usual bit masks, and refuses others', () => {
    const parts = { width: 1, height: 1, bitsPerPixel: 32, body: [3, 2, 1, 4], compression: 3 };
    const masks = [0xff0000, 0xff00, 0xff];
    expect([...decodeBmp(bmpFile({ ...parts, masks })).pixels]).toEqual([1, 2, 3, 4]);
    expect(() => decodeBmp(bmpFile({ ...parts, masks: [...masks].reverse() }))).toThrow('compression 3 cannot be read');
  });

  it('reads 8 bits through the palette', () => {
    const palette = [3, 2, 1, 0, 30, 20, 10, 0];
    const image = decodeBmp(bmpFile({ width: 3, height: 1, bitsPerPixel: 8, palette, body: [1, 0, 1, 0] }));
    expect([...image.pixels]).toEqual([10, 20, 30, 1, 2, 3, 10, 20, 30]);
    const outside = bmpFile({ width: 1, height: 1, bitsPerPixel: 8, palette, body: [2, 0, 0, 0] });
    expect(() => decodeBmp(outside)).toThrow('a pixel names color 2');
  });

  it('refuses what is cut short, lies about its size, or is of another kind', () => {
    const file = bmpFile(smallest);
    expect(() => decodeBmp(file.subarray(0, 57))).toThrow(DataError);
    expect(() => decodeBmp(file.subarray(0, 57))).toThrow('the file ends early: 57 of 58 bytes');
    expect(() => readBmpHeader(file.subarray(0, 10))).toThrow('header is cut short');
    expect(() => decodeBmp(bmpFile({ ...smallest, width: 2 ** 31 - 1 }))).toThrow('the file ends early');
    const farPixels = bmpFile(smallest);
    new DataView(farPixels.buffer).setUint32(10, 2 ** 31, true);
    expect(() => decodeBmp(farPixels)).toThrow('puts the pixels at byte 2147483648');
    expect(() => decodeBmp(bmpFile({ ...smallest, width: 0 }))).toThrow('a size of 0x1');
    expect(() => decodeBmp(bmpFile({ ...smallest, bitsPerPixel: 4 }))).toThrow('4 bits per pixel cannot be read');
    expect(() => decodeBmp(bmpFile({ ...smallest, bitsPerPixel: 8, compression: 1 }))).toThrow('compression 1');
  });
});
