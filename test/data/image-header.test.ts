import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../src/data/image-header.ts';

const FRAME = [0xff, 0xc2, 0, 17, 8, 1, 44, 2, 88, 3]; // 300 rows of 600 pixels, three components
const TABLE = [0xff, 0xc4, 0, 4, 1, 2]; // a Huffman table, whose marker lies among those of frames
const PNG = [...[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], ...[0, 0, 0, 13], ...[0x49, 0x48, 0x44, 0x52]];
const JPEG_START = [0xff, 0xd8];

const changed = (bytes: number[], at: number, byte: number) => bytes.map((old, i) => (i === at ? byte : old));
const jpeg = (...bytes: number[]) => readImageHeader('jpeg', Uint8Array.of(...JPEG_START, ...bytes));

describe('readImageHeader', () => {
  it('finds the frame of a JPEG behind other segments and fill bytes', () => {
    const header = { height: 300, width: 600, isCmyk: false };
    expect(jpeg(...FRAME)).toEqual(header);
    expect(jpeg(...TABLE, 0xff, 0xff, ...FRAME)).toEqual(header);
    expect(jpeg(...changed(FRAME, 9, 4))).toEqual({ ...header, isCmyk: true });
  });

  it('does not take a thumbnail within a segment for the image', () => {
    const thumbnail = [...JPEG_START, ...changed(FRAME, 6, 1)];
    expect(jpeg(0xff, 0xe1, 0, 2 + thumbnail.length, ...thumbnail, ...FRAME)).toMatchObject({ height: 300 });
  });

  it('reads the first chunk of a PNG', () => {
    const bytes = Uint8Array.of(9, ...PNG, 0, 0, 2, 88, 0, 1, 0, 0).subarray(1);
    expect(readImageHeader('png', bytes)).toEqual({ width: 600, height: 65536, isCmyk: false });
  });

  it('reads the screen of a GIF', () => {
    const bytes = Uint8Array.of(...[0x47, 0x49, 0x46, 0x38, 0x39, 0x61], 88, 2, 44, 1, 0);
    expect(readImageHeader('gif', bytes)).toEqual({ width: 600, height: 300, isCmyk: false });
  });

  it('reads the first chunk of a WebP, lossy, lossless or of several chunks', () => {
    const webp = (name: string, ...data: number[]) => {
      const start = [...new TextEncoder().encode('RIFF....WEBP'), ...new TextEncoder().encode(name), 10, 0, 0, 0];
      return readImageHeader('webp', Uint8Array.of(...start, ...data));
    };
    const header = { width: 600, height: 300, isCmyk: false };
    // The upper two bits of a side are a scale.
    expect(webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 88, 0x42, 44, 1)).toEqual(header);
    // 599 + 299 * 2^14 = 0x4ac257.
    expect(webp('VP8L', 0x2f, 0x57, 0xc2, 0x4a, 0, 0, 0, 0, 0, 0)).toEqual(header);
    expect(webp('VP8X', 0, 0, 0, 0, 87, 2, 0, 43, 1, 0)).toEqual(header);
    expect(webp('VP8X', 0, 0, 0, 0, 0, 0, 1, 0, 0, 0)).toEqual({ width: 65537, height: 1, isCmyk: false });
    expect(webp('ALPH', 0, 0, 0, 0, 0, 0, 1, 0, 0, 0)).toBeUndefined();
  });

  it('leaves damaged and cut headers, and other formats, to a decoder', () => {
    expect(jpeg(...FRAME.slice(0, 9))).toBeUndefined();
    expect(jpeg(0, ...FRAME)).toBeUndefined();
    expect(jpeg(0xff, 0xe1, 255, 255, ...FRAME)).toBeUndefined();
    expect(readImageHeader('png', Uint8Array.of(...PNG, 0, 0, 2, 88))).toBeUndefined();
    expect(readImageHeader('png', Uint8Array.of(...changed(PNG, 12, 0), 0, 0, 2, 88, 0, 1, 0, 0))).toBeUndefined();
    expect(readImageHeader('webp', new Uint8Array(64))).toBeUndefined();
  });
});
