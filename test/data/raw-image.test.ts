import { describe, expect, it } from 'vitest';
import { imageFormatOf } from '../../src/data/image-format.ts';
import { cmykToRgb, toColorMode } from '../../src/data/raw-image.ts';

const pixel = (...values: number[]) => ({
  pixels: Uint8Array.from(values),
  height: 1,
  width: 1,
  channels: values.length as 1 | 3 | 4,
});

const converted = (values: number[], mode: 'grayscale' | 'rgb' | 'rgba') => [
  ...toColorMode(pixel(...values), mode).pixels,
];

describe('toColorMode', () => {
  it('repeats gray and adds opaque alpha', () => {
    expect(converted([7], 'rgb')).toEqual([7, 7, 7]);
    expect(converted([7], 'rgba')).toEqual([7, 7, 7, 255]);
    expect(converted([1, 2, 3], 'rgba')).toEqual([1, 2, 3, 255]);
  });

  it('refuses a mode that there is not', () => {
    expect(() => converted([1, 2, 3], 'cmyk' as 'rgb')).toThrow(
      'There is no color mode "cmyk". Choose one of "grayscale", "rgb", "rgba".',
    );
  });

  it('drops alpha without blending', () => {
    expect(converted([200, 100, 50, 0], 'rgb')).toEqual([200, 100, 50]);
  });

  it('makes gray by the luma of JPEG', () => {
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
    expect(converted([200, 100, 50], 'grayscale')).toEqual([124]);
    expect(converted([200, 100, 50, 9], 'grayscale')).toEqual([124]);
    for (let value = 0; value < 256; value++) expect(converted([value, value, value], 'grayscale')).toEqual([value]);
  });

  it('leaves an image of the wanted mode as it is', () => {
    const image = pixel(1, 2, 3);
    expect(toColorMode(image, 'rgb')).toBe(image);
  });
});

describe('cmykToRgb', () => {
  it('multiplies the light that each ink lets through', () => {
    // (255 - 55) * (255 - 51) / 255 = 160; (255 - 100) * 204 / 255 = 124
    expect([...cmykToRgb(Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 55, 100, 255, 51))]).toEqual([
      ...[255, 255, 255],
      ...[0, 255, 255],
      ...[160, 124, 0],
    ]);
  });
});

describe('imageFormatOf', () => {
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it('goes by the first bytes', () => {
    expect(imageFormatOf(bytes('BM......'))).toBe('bmp');
    expect(imageFormatOf(bytes('GIF89a..'))).toBe('gif');
    expect(imageFormatOf(bytes('\xff\xd8\xff\xe0'))).toBe('jpeg');
    expect(imageFormatOf(bytes('\x89PNG\r\n\x1a\n'))).toBe('png');
    expect(imageFormatOf(bytes('RIFF....WEBPVP8 '))).toBe('webp');
  });

  it('knows nothing else', () => {
    expect(imageFormatOf(bytes(''))).toBeUndefined();
    expect(imageFormatOf(bytes('<svg xmlns="'))).toBeUndefined();
    expect(imageFormatOf(bytes('RIFF....WAVEfmt '))).toBeUndefined();
  });
});
