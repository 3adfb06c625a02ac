import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_PIXELS } from '../../src/data/image-decoding.ts';
import { DataError } from '../../src/errors.ts';
import { decodeImage } from '../../src/node/decode-image.ts';
import { inspectImages } from '../../src/node/inspect-images.ts';
import { bmpFile } from '../support/bmp.ts';
import { type Color, solid, solidPng } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

async function imageFile(content: Uint8Array | string, name = 'image.png'): Promise<string> {
  const path = join(await newFolder(), name);
  await writeFile(path, content);
  return path;
}

const color: Color = [200, 100, 50];

/** JPEG loses a little. */
function expectClose(actual: Uint8Array, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance);
  });
}

describe('decodeImage', () => {
  it('reads a PNG in each color mode', async () => {
    const path = await imageFile(await solidPng(1, 2, color));
    expect(await decodeImage(path, 'rgb')).toMatchObject({ height: 1, width: 2, channels: 3 });
    expect([...(await decodeImage(path, 'rgb')).pixels]).toEqual([200, 100, 50, 200, 100, 50]);
    expect([...(await decodeImage(path, 'rgba')).pixels]).toEqual([200, 100, 50, 255, 200, 100, 50, 255]);
    expect([...(await decodeImage(path, 'grayscale')).pixels]).toEqual([124, 124]);
  });

  it('takes a photo as it is stored, or upright if asked to', async () => {
    // The top half is white; "6" is to be turned by a quarter, with the clock.
    const stored = { create: { width: 16, height: 8, channels: 3, background: 'black' } } as const;
    const white = await solid(4, 16, [255, 255, 255]).png().toBuffer();
    const photo = sharp(stored)
      .composite([{ input: white, top: 0, left: 0 }])
      .jpeg({ quality: 100 });
    const path = await imageFile(await photo.withMetadata({ orientation: 6 }).toBuffer());
    const asStored = await decodeImage(path, 'grayscale');
    expect([asStored.height, asStored.width, asStored.pixels[0], asStored.pixels[15]]).toEqual([8, 16, 255, 255]);
    const upright = await decodeImage(path, 'grayscale', { exif: 'auto' });
    expect([upright.height, upright.width, upright.pixels[0], upright.pixels[7]]).toEqual([16, 8, 0, 255]);
  });

  it('reads a gray JPEG', async () => {
    const path = await imageFile(
      await solid(8, 8, [90, 90, 90]).toColourspace('b-w').jpeg({ quality: 100 }).toBuffer(),
    );
    expect((await sharp(path).metadata()).channels).toBe(1);
    expectClose((await decodeImage(path, 'rgb')).pixels, Array(192).fill(90), 1);
    expectClose((await decodeImage(path, 'grayscale')).pixels, Array(64).fill(90), 1);
  });

  it('reads a CMYK JPEG by the plain formula', async () => {
    const jpeg = await solid(8, 8, color).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const [cyan, magenta, yellow, black] = await sharp(jpeg)
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer();
    const expected = [cyan, magenta, yellow].map((ink) => Math.floor(((255 - ink) * (255 - black)) / 255));
    const image = await decodeImage(await imageFile(jpeg), 'rgb');
    expect(image).toMatchObject({ height: 8, width: 8, channels: 3 });
    expect([...image.pixels.subarray(0, 3)]).toEqual(expected);
    // Roughly the color it was made from: the profile that made the inks differs from the plain formula.
    expectClose(image.pixels.subarray(0, 3), color as readonly number[], 40);
  });

  it('keeps the upper 8 of 16 bits, of gray and of color', async () => {
    const gray = sharp(Uint16Array.of(0x12ff, 0xff00), { raw: { width: 2, height: 1, channels: 1 } });
    const grayPath = await imageFile(await gray.toColourspace('grey16').png().toBuffer());
    expect((await sharp(grayPath).metadata()).depth).toBe('ushort');
    expect([...(await decodeImage(grayPath, 'grayscale')).pixels]).toEqual([0x12, 0xff]);
    const rgba = sharp(Uint16Array.of(0x12ff, 0x3400, 0x56fe, 0x78ff), { raw: { width: 1, height: 1, channels: 4 } });
    const rgbaPath = await imageFile(await rgba.toColourspace('rgb16').png().toBuffer());
    expect([...(await decodeImage(rgbaPath, 'rgba')).pixels]).toEqual([0x12, 0x34, 0x56, 0x78]);
  });

  it('drops alpha without blending, from palettes too', async () => {
    const clear = solid(1, 1, [200, 100, 50, 0]);
    expect([...(await decodeImage(await imageFile(await clear.png().toBuffer()), 'rgb')).pixels]).toEqual([
      200, 100, 50,
    ]);
    const palette = await solid(1, 1, [200, 100, 50, 128]).png({ palette: true }).toBuffer();
    expect((await sharp(palette).metadata()).isPalette).toBe(true);
    expectClose((await decodeImage(await imageFile(palette), 'rgba')).pixels, [200, 100, 50, 128], 1);
    const grayAlpha = sharp(Uint8Array.of(70, 9), { raw: { width: 1, height: 1, channels: 2 } });
    const grayAlphaPath = await imageFile(await grayAlpha.toColourspace('b-w').png().toBuffer());
    expect([...(await decodeImage(grayAlphaPath, 'rgba')).pixels]).toEqual([70, 70, 70, 9]);
  });

  it('reads the first frame of an animation', async () => {
    const frames = [await solidPng(2, 2, [255, 0, 0]), await solidPng(2, 2, [0, 0, 255])];
    for (const format of ['gif', 'webp'] as const) {
      const animation = await sharp(frames, { join: { animated: true } })
        [format]({ quality: 100, lossless: true } as object)
        .toBuffer();
      expect((await sharp(animation).metadata()).pages).toBe(2);
      const image = await decodeImage(await imageFile(animation, 'moving.gif'), 'rgb');
      expect(image).toMatchObject({ height: 2, width: 2 });
      expect([...image.pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
    }
  });

  it('ignores the EXIF turn and the color profile', async () => {
    const turned = await solid(2, 4, color).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await sharp(turned).metadata()).orientation).toBe(6);
    expect(await decodeImage(await imageFile(turned), 'rgb')).toMatchObject({ height: 2, width: 4 });
    const wide = await solid(1, 1, color).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
    expect([...stored]).not.toEqual([...color]);
    expect([...(await decodeImage(await imageFile(wide), 'rgb')).pixels]).toEqual([...stored]);
  });

  it('goes by the content, not the name; names may hold spaces and any letters', async () => {
    const path = await imageFile(await solidPng(1, 1, color), 'мой кот 猫 \u{1F431}.jpg');
    expect([...(await decodeImage(path, 'rgb')).pixels]).toEqual([...color]);
    const bmp = bmpFile({ width: 1, height: 1, bitsPerPixel: 24, body: [50, 100, 200, 0] });
    expect([...(await decodeImage(await imageFile(bmp, 'really a bitmap.png'), 'rgb')).pixels]).toEqual([...color]);
  });

  it('sees a file that was replaced', async () => {
    const path = await imageFile(await solidPng(1, 1, [1, 2, 3]));
    await decodeImage(path, 'rgb');
    await writeFile(path, await solidPng(1, 1, [4, 5, 6]));
    expect([...(await decodeImage(path, 'rgb')).pixels]).toEqual([4, 5, 6]);
  });

  it('says why a file cannot be read', async () => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
    const noisy = sharp(noise, { raw: { height: 64, width: 64, channels: 3 } });
    const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);
    const cases: readonly [content: Uint8Array | string, reason: string][] = [
      ['', 'the file is empty'],
      ['not an image at all', 'its content is not a BMP, GIF, JPEG, PNG or WebP image'],
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'its content is not a BMP, GIF, JPEG, PNG or WebP image'],
      [half(await noisy.clone().jpeg().toBuffer()), 'its JPEG data is damaged or cut short'],
      [half(await noisy.clone().png().toBuffer()), 'its PNG data is damaged or cut short'],
      [half(await noisy.clone().gif().toBuffer()), 'its GIF data is damaged or cut short'],
      [(await noisy.clone().png().toBuffer()).subarray(0, 20), 'its PNG data is damaged or cut short'],
      [half(bmpFile({ width: 1, height: 40, bitsPerPixel: 24, body: Array(160).fill(0) })), 'the file ends early'],
      ['BM or not BM', 'the BMP header is cut short'],
    ];
    for (const [content, reason] of cases) {
      const path = await imageFile(content, 'broken.jpg');
      const error = await decodeImage(path, 'rgb').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DataError);
      const { message, details } = error as DataError;
      expect(details['path']).toBe(path);
      expect(details['reason']).toContain(reason);
      expect(message).toBe(`Cannot read the image ${path}: ${details['reason']}.`);
    }
  });

  it('says why a path cannot be read', async () => {
    const folder = await newFolder();
    await expect(decodeImage(join(folder, 'none.jpg'), 'rgb')).rejects.toThrow('does not exist.');
    await expect(decodeImage(folder, 'rgb')).rejects.toThrow('it is not a regular file.');
  });

  it('does not wait at a pipe', async () => {
    const path = join(await newFolder(), 'pipe.jpg');
    execFileSync('mkfifo', [path]);
    await expect(decodeImage(path, 'rgb')).rejects.toThrow('it is not a regular file.');
  });

  it('refuses huge images before decoding them', async () => {
    const huge = sharp({ create: { width: 40_000, height: 4_000, channels: 3, background: 'red' } });
    const path = await imageFile(await huge.png({ compressionLevel: 1 }).toBuffer());
    await expect(decodeImage(path, 'rgb')).rejects.toThrow(
      `it has 40000x4000 pixels, more than the limit of ${MAX_PIXELS}`,
    );
    const bmp = bmpFile({ width: 2 ** 20, height: 2 ** 20, bitsPerPixel: 24, body: [0] });
    await expect(decodeImage(await imageFile(bmp), 'rgb')).rejects.toThrow('it has 1048576x1048576 pixels');
  });
});

describe('inspectImages', () => {
  it('tells readable from unreadable files, in order', async () => {
    const good = await imageFile(await solidPng(1, 1, color), 'good.png');
    const empty = await imageFile('', 'empty.png');
    const text = await imageFile('text', 'text.jpg');
    expect(await inspectImages([text, good, empty], { parallel: 2 })).toEqual({
      good: [good],
      bad: [
        { path: text, reason: 'its content is not a BMP, GIF, JPEG, PNG or WebP image' },
        { path: empty, reason: 'the file is empty' },
      ],
    });
  });
});

describe('without sharp', () => {
  afterEach(() => {
    vi.doUnmock('sharp');
  });

  it('names the missing package, and still reads BMP', async () => {
    vi.resetModules();
    vi.doMock('sharp', () => {
      throw new Error('Cannot find package');
    });
    const { decodeImage: decode } = await import('../../src/node/decode-image.ts');
    const { inspectImages: inspect } = await import('../../src/node/inspect-images.ts');
    const png = await imageFile(await solidPng(1, 1, color));
    const missing = 'Decoding a PNG image needs the package "sharp". Install it: npm install sharp';
    await expect(decode(png, 'rgb')).rejects.toThrow(missing);
    await expect(decode(png, 'rgb')).rejects.toMatchObject({ code: 'MISSING_PACKAGE' });
    await expect(inspect([png])).rejects.toThrow(missing);
    const bmp = await imageFile(bmpFile({ width: 1, height: 1, bitsPerPixel: 24, body: [3, 2, 1, 0] }));
    expect([...(await decode(bmp, 'rgb')).pixels]).toEqual([1, 2, 3]);
  });
});
