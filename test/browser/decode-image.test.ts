import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExifMode } from '../../src/data/image-decoding.ts';
import type { ColorMode } from '../../src/data/raw-image.ts';
import { decodeImage } from '../../src/node/decode-image.ts';
import { bmpFile } from '../support/bmp.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { writeFiles } from '../support/images.ts';
import { noisePng, type PngKind } from '../support/png.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const chromium = chromiumForTests();
let page: Page;
beforeAll(async () => {
  page = await chromium.open();
});

interface Options {
  readonly colorMode?: ColorMode;
  readonly exif?: ExifMode;
}

/** Size, channels and pixels, or the reason against, in the page and in Node. */
async function both(bytes: Uint8Array, { colorMode = 'rgba', exif = 'ignore' }: Options = {}) {
  const inPage = await page.evaluate(
    async ({ bytes, colorMode, exif }) => {
      try {
        const file = new File([Uint8Array.from(bytes)], 'image');
        const { pixels, height, width, channels } = await cnnGpu.decodeImage(file, colorMode, { exif });
        return { pixels: [...pixels], height, width, channels };
      } catch (error) {
        return String(error);
      }
    },
    { bytes: [...bytes], colorMode, exif },
  );
  const folder = await newFolder();
  await writeFiles(folder, { image: bytes });
  const inNode = await decodeImage(join(folder, 'image'), colorMode, { exif }).then(
    ({ pixels, height, width, channels }) => ({ pixels: [...pixels], height, width, channels }),
    (error) => String(error).replace(join(folder, 'image'), 'image'),
  );
  return { inPage, inNode };
}

async function expectSame(bytes: Uint8Array, options: Options = {}): Promise<void> {
  const { inPage, inNode } = await both(bytes, options);
  expect(inPage).toEqual(inNode);
}

const noise = (width: number, height: number, channels: 1 | 2 | 3 | 4, seed = 1) =>
  sharp(
    Uint8Array.from({ length: width * height * channels }, (_, i) => ((i + 1) * seed * 7919) % 251),
    { raw: { width, height, channels } },
  );

const palette = Array.from({ length: 48 }, (_, i) => (i * 89) % 256);
const size = { width: 37, height: 21 };
const kinds: Readonly<Record<string, Omit<PngKind, 'width' | 'height'>>> = {
  'gray of 1 bit': { type: 0, depth: 1 },
  'gray of 2 bits': { type: 0, depth: 2 },
  'gray of 4 bits': { type: 0, depth: 4 },
  'gray of 8 bits': { type: 0, depth: 8 },
  'gray of 16 bits': { type: 0, depth: 16 },
  'gray with a transparent level': { type: 0, depth: 8, chunks: [['tRNS', [0, 7]]] },
  'gray and alpha': { type: 4, depth: 8 },
  'gray and alpha of 16 bits': { type: 4, depth: 16 },
  color: { type: 2, depth: 8 },
  'color of 16 bits': { type: 2, depth: 16 },
  'color and alpha': { type: 6, depth: 8 },
  'color and alpha of 16 bits': { type: 6, depth: 16 },
  'palette of 1 bit': { type: 3, depth: 1, chunks: [['PLTE', palette]] },
  'palette of 4 bits': { type: 3, depth: 4, chunks: [['PLTE', palette]] },
  'palette of 8 bits': { type: 3, depth: 8, chunks: [['PLTE', palette]] },
  'palette with alpha': {
    type: 3,
    depth: 8,
    chunks: [
      ['PLTE', palette],
      ['tRNS', [0, 10, 128, 200, 254]],
    ],
  },
  'interlaced gray': { type: 0, depth: 8, interlaced: true },
  'interlaced palette': { type: 3, depth: 2, interlaced: true, chunks: [['PLTE', palette]] },
  'interlaced color and alpha of 16 bits': { type: 6, depth: 16, interlaced: true },
  'a gamma of 0.1': { type: 2, depth: 8, chunks: [['gAMA', [0, 0, 0x27, 0x10]]] },
  'a gamma of 0.1 and alpha': { type: 6, depth: 8, chunks: [['gAMA', [0, 0, 0x27, 0x10]]] },
  'the chunk sRGB': { type: 2, depth: 8, chunks: [['sRGB', [0]]] },
};

describe('decodeImage in a page', () => {
  it.each(Object.entries(kinds))('gives the pixels of Node for a PNG: %s', async (name, kind) => {
    const png = noisePng({ ...size, ...kind }, name);
    for (const colorMode of ['rgba', 'rgb', 'grayscale'] as const) await expectSame(png, { colorMode });
  });

  it('keeps colors under transparent pixels, however many images there are', async () => {
    const png = await noise(5, 3, 4).ensureAlpha(0).png().toBuffer();
    for (let i = 0; i < 20; i++) await expectSame(png, { colorMode: 'rgb' });
  });

  it('goes on when the WebGL context is lost, and without WebGL as far as a canvas can', async () => {
    const own = await chromium.open({
      init: () => {
        type GetContext = (this: OffscreenCanvas, id: string, options?: object) => unknown;
        const getContext = OffscreenCanvas.prototype.getContext as GetContext;
        const contexts: unknown[] = [];
        const page = Object.assign(globalThis, { contexts, hasWebGl: true });
        const watched: GetContext = function (this, id, options) {
          if (id !== 'webgl2') return getContext.call(this, id, options);
          const context = page.hasWebGl ? getContext.call(this, id, options) : null;
          if (context !== null) contexts.push(context);
          return context;
        };
        Object.assign(OffscreenCanvas.prototype, { getContext: watched });
      },
    });
    // Opaque, translucent and transparent.
    const stored = [1, 2, 3, 255, 100, 50, 7, 128, 200, 100, 50, 0];
    const png = await sharp(Uint8Array.from(stored), { raw: { width: 3, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    const [first, again, without] = await own.evaluate(
      async (png) => {
        const page = globalThis as unknown as { contexts: WebGL2RenderingContext[]; hasWebGl: boolean };
        const lose = () => page.contexts.at(-1)?.getExtension('WEBGL_lose_context')?.loseContext();
        const decode = async () => [...(await cnnGpu.decodeImage(new Blob([Uint8Array.from(png)]), 'rgba')).pixels];
        const [first] = [await decode(), lose()];
        const [again] = [await decode(), lose()];
        page.hasWebGl = false;
        return [first, again, await decode()];
      },
      [...png],
    );
    expect([first, again]).toEqual([stored, stored]);
    expect(without?.slice(0, 4)).toEqual([1, 2, 3, 255]);
    expect(without?.[7]).toBe(128);
    for (const [i, level] of [100, 50, 7].entries()) expect(Math.abs((without?.[4 + i] ?? 0) - level)).toBeLessThan(2);
    expect(without?.slice(8)).toEqual([0, 0, 0, 0]);
  });

  it('ignores color profiles', async () => {
    for (const image of [noise(9, 7, 3), noise(9, 7, 4)]) {
      await expectSame(await image.withIccProfile('p3').png().toBuffer());
    }
    await expectSame(await noise(9, 7, 3).withIccProfile('p3').jpeg().toBuffer());
  });

  it('reads BMP, also where the browser would not', async () => {
    await expectSame(bmpFile({ width: 1, height: 1, bitsPerPixel: 24, body: [1, 2, 3, 0] }));
    await expectSame(bmpFile({ width: 1, height: 1, bitsPerPixel: 32, body: [1, 2, 3, 9] }));
  });

  it('reads GIF and the first frame of animations', async () => {
    await expectSame(await noise(33, 17, 3).gif().toBuffer());
    const frames = [await noise(9, 9, 4, 1).png().toBuffer(), await noise(9, 9, 4, 2).png().toBuffer()];
    await expectSame(
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    const webp = sharp(frames, { join: { animated: true } }).webp({ lossless: true, exact: true });
    await expectSame(await webp.toBuffer());
  });

  it('reads JPEG and WebP as Node does, where the browser has the same decoders', async () => {
    const photo = () => noise(64, 48, 3).blur(2);
    for (const chromaSubsampling of ['4:2:0', '4:4:4'])
      await expectSame(await photo().jpeg({ chromaSubsampling }).toBuffer());
    await expectSame(await photo().jpeg({ progressive: true }).toBuffer());
    await expectSame(await photo().toColourspace('b-w').jpeg().toBuffer());
    await expectSame(await photo().toColourspace('cmyk').jpeg().toBuffer());
    await expectSame(await photo().webp({ quality: 80 }).toBuffer());
    await expectSame(await noise(9, 7, 4).webp({ lossless: true, exact: true }).toBuffer());
  });

  it('ignores the turn of a photo, or turns it, as asked to', async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const photo = noise(16, 8, 3).withMetadata({ orientation });
      for (const file of [photo.clone().jpeg(), photo.clone().png()]) {
        const bytes = await file.toBuffer();
        await expectSame(bytes, { exif: 'ignore' });
        await expectSame(bytes, { exif: 'auto' });
      }
      await expectSame(await photo.webp({ lossless: true }).toBuffer(), { exif: 'ignore' });
    }
  });

  it('refuses what Node refuses, in its words', async () => {
    const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);
    const image = noise(64, 64, 3);
    const refused: readonly (Uint8Array | string)[] = [
      '',
      'not an image at all',
      'BM or not BM',
      half(await image.clone().jpeg().toBuffer()),
      half(await image.clone().png().toBuffer()),
      half(await image.clone().gif().toBuffer()),
      half(await image.clone().webp().toBuffer()),
      (await image.clone().png().toBuffer()).subarray(0, 20),
      half(bmpFile({ width: 1, height: 40, bitsPerPixel: 24, body: Array(160).fill(0) })),
      bmpFile({ width: 2 ** 20, height: 2 ** 20, bitsPerPixel: 24, body: [0] }),
      noisePng({ width: 1, height: 1, type: 0, depth: 8 }, 'small').fill(255, 16, 18),
    ];
    for (const content of refused) {
      const { inPage, inNode } = await both(Buffer.from(content));
      expect(inPage).toEqual(inNode);
      expect(inPage).toMatch(/^DataError: Cannot read the image image: /);
    }
  });

  it('says what is wrong with what is given', async () => {
    const reasons = await page.evaluate(async () => {
      const closed = await createImageBitmap(new ImageData(2, 2));
      closed.close();
      const given = [new Image(), closed, 'a.png' as unknown as Blob].map((source) =>
        cnnGpu.decodeImage(source, 'rgb'),
      );
      return (await Promise.allSettled(given)).map((result) => (result as PromiseRejectedResult).reason.details.reason);
    });
    const empty = 'it has no pixels: it is empty, not loaded yet, or closed';
    expect(reasons).toEqual([empty, empty, 'it is a.png; a file, or what a canvas can draw, is expected']);
  });

  it('takes canvases, image data and decoded images, in workers, too', async () => {
    const shown = await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [2, 1];
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.fillStyle = 'rgb(1 2 3)';
      context.fillRect(0, 0, 2, 1);
      const data = context.getImageData(0, 0, 2, 1);
      const images = [canvas, data, await createImageBitmap(data)];
      const decoded = await Promise.all(images.map((image) => cnnGpu.decodeImage(image, 'rgb')));
      return decoded.map(({ pixels, width, height }) => [width, height, ...pixels]);
    });
    expect(shown).toEqual(Array(3).fill([2, 1, 1, 2, 3, 1, 2, 3]));
    const png = noisePng({ ...size, type: 6, depth: 8 }, 'worker');
    const script = `import { decodeImage } from '${new URL(page.url()).origin}/dist/browser.js';
      onmessage = async ({ data }) => postMessage((await decodeImage(data, 'rgba')).pixels);`;
    const pixels = await page.evaluate(
      async ({ script, png }) => {
        const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
        const worker = new Worker(address, { type: 'module' });
        const answer = new Promise<number[]>((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve([...data]);
          worker.onerror = reject;
        });
        worker.postMessage(new Blob([Uint8Array.from(png)]));
        return answer.finally(() => worker.terminate());
      },
      { script, png: [...png] },
    );
    const { inNode } = await both(png);
    expect(inNode).toMatchObject({ pixels });
  });
});
